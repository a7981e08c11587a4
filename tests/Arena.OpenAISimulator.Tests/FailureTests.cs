using System.Collections.Concurrent;
using Arena.Core.Models;
using Arena.Core.Models.OpenAI;
using Arena.Core.Tests;
using Arena.Simulation.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace Arena.OpenAISimulator.Tests;

/// <summary>Every fault, as the client tells it: its kind, whether it may be billed, what was lost; and one request for each call.</summary>
public sealed class FailureTests
{
    private static readonly ChatMessage[] Hello = [new(ChatRole.User, "Hello.")];

    public static TheoryData<FaultKind, string?, string?, ModelFailureKind, bool> Refusals => new()
    {
        { FaultKind.Throttled, null, null, ModelFailureKind.Throttled, false },
        { FaultKind.NotReady, null, null, ModelFailureKind.Overloaded, false },
        { FaultKind.InternalError, null, null, ModelFailureKind.Overloaded, true },
        { FaultKind.Unavailable, null, null, ModelFailureKind.Overloaded, false },
        { FaultKind.UnavailableHtml, null, null, ModelFailureKind.Overloaded, false },
        { FaultKind.ModelTimeout, null, null, ModelFailureKind.TimedOut, true },
        { FaultKind.ModelError, null, null, ModelFailureKind.Overloaded, true },
        { FaultKind.QuotaExceeded, null, "add credit to the account, or raise its limit.", ModelFailureKind.AccessDenied, false },
        { FaultKind.TooLong, null, null, ModelFailureKind.ContextTooLong, false },
        { FaultKind.Invalid, null, "see what the server takes and correct the card.", ModelFailureKind.InvalidRequest, false },
        {
            FaultKind.Invalid, "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
            "set connection.maxTokensField to the field that the server takes, and check maxOutputTokens.", ModelFailureKind.InvalidRequest, false
        },
        {
            FaultKind.Invalid, "Missing `reasoning_content` field in the assistant message at message index 2.",
            "set connection.reasoningField to the field in which the server takes reasoning back, or leave it out where it takes none.", ModelFailureKind.InvalidRequest, false
        },
        { FaultKind.Invalid, "The response was filtered due to the prompt triggering a content management policy.", null, ModelFailureKind.Filtered, false },
        { FaultKind.Invalid, "the request exceeds the available context size", null, ModelFailureKind.ContextTooLong, false },
        {
            FaultKind.AccessDenied, null, "put the name of the environment variable that holds the server's API key into connection.keyVariable.",
            ModelFailureKind.AccessDenied, false
        },
        {
            FaultKind.ExpiredToken, null, "put the name of the environment variable that holds the server's API key into connection.keyVariable.",
            ModelFailureKind.AccessDenied, false
        },
        { FaultKind.NotFound, null, "check the card's model; ENDPOINT/models lists what the server has.", ModelFailureKind.NotFound, false },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task GetResponse_RefusedByTheServer_TellsKindRequestAndNextStepAfterOneRequest(
        FaultKind fault, string? text, string? nextStep, ModelFailureKind kind, bool billed)
    {
        foreach (var streaming in new[] { false, true })
        {
            var (failure, endpoint) = await FailureOfAsync(new Fault(fault, Text: text), streaming);

            failure.Kind.ShouldBe(kind);
            failure.MayBeBilled.ShouldBe(billed);
            failure.RequestId.ShouldNotBeNullOrEmpty();
            failure.Partial.ShouldBeNull();
            failure.RetryAfter.ShouldBeNull();
            failure.Message.Split(" Next: ").Skip(1).ShouldBe(nextStep is null ? [] : [nextStep.Replace("ENDPOINT", endpoint, StringComparison.Ordinal)]);
            if (text is not null)
                failure.Message.ShouldContain(text);
        }
    }

    [Fact]
    public async Task GetResponse_RefusedWithAPageOfHtml_TellsItsTitle() =>
        (await FailureOfAsync(new Fault(FaultKind.UnavailableHtml), streaming: true)).Failure.Message.ShouldBe("HTTP 503: A page of HTML: 503 Service Temporarily Unavailable");

    [Fact]
    public async Task GetResponse_ThrottledWithADelay_TellsTheDelay()
    {
        foreach (var streaming in new[] { false, true })
        {
            (await FailureOfAsync(new Fault(FaultKind.Throttled, Delay: TimeSpan.FromMilliseconds(1500)), streaming)).Failure.RetryAfter
                .ShouldBe(TimeSpan.FromMilliseconds(1500), "the header in milliseconds is the more exact one");
        }
    }

    [Fact]
    public async Task GetResponse_OfAProviderBehindTheServerThatRefuses_IsAnInvalidRequest() =>
        (await FailureOfAsync(new Fault(FaultKind.ModelError, Status: 422), streaming: false)).Failure.Kind.ShouldBe(ModelFailureKind.InvalidRequest);

    [Theory]
    [InlineData(FaultKind.ResetBefore, ModelFailureKind.Network, false)]
    [InlineData(FaultKind.TruncatedJson, ModelFailureKind.Malformed, true)]
    [InlineData(FaultKind.WrongCrc, ModelFailureKind.Malformed, true)]
    [InlineData(FaultKind.Cut, ModelFailureKind.Network, true)]
    public async Task GetResponse_BrokenOnTheWay_MayBeBilledAndTellsWhatAStreamLost(FaultKind fault, ModelFailureKind kind, bool begun)
    {
        var whole = (await FailureOfAsync(new Fault(fault), streaming: false)).Failure;
        var streamed = (await FailureOfAsync(new Fault(fault), streaming: true)).Failure;

        whole.Kind.ShouldBe(kind);
        whole.MayBeBilled.ShouldBeTrue();
        whole.Partial.ShouldBeNull();
        streamed.Kind.ShouldBe(kind);
        streamed.MayBeBilled.ShouldBeTrue();
        (streamed.Partial is { Characters: > 0 }).ShouldBe(begun);
        string.IsNullOrEmpty(streamed.RequestId).ShouldBe(!begun);
    }

    [Fact]
    public async Task GetResponse_ResetInTheMiddle_IsANetworkFailureThatMayBeBilled()
    {
        // How much of it the client could read before the reset is up to the network.
        foreach (var streaming in new[] { false, true })
        {
            var failure = (await FailureOfAsync(new Fault(FaultKind.ResetInBody), streaming)).Failure;

            (failure.Kind, failure.MayBeBilled).ShouldBe((ModelFailureKind.Network, true));
        }
    }

    [Fact]
    public async Task GetResponse_OfAnEmptyAnswer_IsMalformedWhole_AndCutOffStreamed()
    {
        (await FailureOfAsync(new Fault(FaultKind.Empty), streaming: false)).Failure.Kind.ShouldBe(ModelFailureKind.Malformed);
        (await FailureOfAsync(new Fault(FaultKind.Empty), streaming: true)).Failure.Kind.ShouldBe(ModelFailureKind.Network);
    }

    [Theory]
    [InlineData("rate_limit_exceeded", ModelFailureKind.Throttled)]
    [InlineData("server_error", ModelFailureKind.Overloaded)]
    [InlineData("invalid_request_error", ModelFailureKind.InvalidRequest)]
    [InlineData("context_length_exceeded", ModelFailureKind.ContextTooLong)]
    [InlineData("content_filter", ModelFailureKind.Filtered)]
    [InlineData("brand_new_error", ModelFailureKind.Unknown)]
    public async Task GetResponse_OfAStreamThatEndsInAnError_TellsItsKindAndMayBeBilled(string name, ModelFailureKind kind)
    {
        var failure = (await FailureOfAsync(new Fault(FaultKind.StreamException, Text: name), streaming: true)).Failure;

        failure.Kind.ShouldBe(kind);
        failure.MayBeBilled.ShouldBeTrue();
        failure.Partial.ShouldNotBeNull().Characters.ShouldBeGreaterThan(0);
        failure.Message.ShouldStartWith($"{name}: The stream broke off.");
        failure.RequestId.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task GetResponse_OfAStalledAnswer_TimesOut_AndTellsWhatAStreamLost()
    {
        foreach (var streaming in new[] { false, true })
        {
            var failure = (await FailureOfAsync(new Fault(FaultKind.Stalled), streaming, TimeSpan.FromSeconds(1))).Failure;

            failure.Kind.ShouldBe(ModelFailureKind.TimedOut);
            failure.MayBeBilled.ShouldBeTrue();
            failure.Message.ShouldStartWith("No complete answer within 1 s");
            (failure.Partial is not null).ShouldBe(streaming);
        }
    }

    [Fact]
    public async Task GetResponse_CancelledInTheMiddleOfAStream_SaysWhatWasLost()
    {
        await using var server = await Completions.StartAsync(FaultPlan.Of(new Fault(FaultKind.Stalled)));
        using var cancellation = new CancellationTokenSource();

        var cut = (await ReadAsync().Within("the end of the cancelled call")).ShouldBeOfType<ModelCallCutException>();
        cut.Partial.Characters.ShouldBeGreaterThan(0);

        // Caught here: a task would hand on another exception of the cancellation.
        async Task<Exception?> ReadAsync()
        {
            try
            {
                await foreach (var update in server.Client(streaming: true).GetStreamingResponseAsync(Hello, cancellationToken: cancellation.Token))
                {
                    if (update.Text.Length > 0)
                        await cancellation.CancelAsync();
                }

                return null;
            }
            catch (Exception e)
            {
                return e;
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetResponse_CancelledBeforeAnything_IsACancellation(bool streaming)
    {
        await using var server = await Completions.StartAsync();
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(server.Client(streaming).GetResponseAsync(Hello, cancellationToken: cancellation.Token));
        server.Simulator.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task GetResponse_WhereNobodyListens_IsANetworkFailureThatCostsNothing()
    {
        ModelReference model;
        await using (var server = await Completions.StartAsync())
            model = server.Model(streaming: true);
        using var provider = new OpenAIProvider(TimeProvider.System, _ => null);

        var failure = await Should.ThrowAsync<ModelCallException>(provider.Create(model).GetResponseAsync(Hello));
        (failure.Kind, failure.MayBeBilled).ShouldBe((ModelFailureKind.Network, false));
        failure.Message.ShouldStartWith("The server cannot be reached: ");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetResponse_OverAConnectionThatBreaksWhileItIsReused_IsNotSentAgain(bool streaming)
    {
        // Where a connection is lost that has served before, an HTTP client is tempted to try another one.
        var connections = new ConcurrentQueue<string>();
        await using var server = await CannedServer.StartAsync(async context =>
        {
            connections.Enqueue(context.Connection.Id);
            await context.Request.Body.CopyToAsync(Stream.Null);
            if (connections.Count > 1)
                context.Abort();
            context.Response.ContentType = streaming ? "text/event-stream" : "application/json";
            await context.Response.WriteAsync(streaming
                ? "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
                : """{"choices":[{"message":{"content":"a"},"finish_reason":"stop"}]}""");
        });
        var client = server.Client(streaming);
        (await client.GetResponseAsync(Hello).Within("the first answer")).Text.ShouldBe("a");

        (await Should.ThrowAsync<ModelCallException>(client.GetResponseAsync(Hello).Within("the failure"))).Kind.ShouldBe(ModelFailureKind.Network);

        connections.Count.ShouldBe(2);
        connections.Distinct().Count().ShouldBe(1, "the second call went over the connection of the first");
    }

    [Fact]
    public async Task GetResponse_OfAnyFault_IsAnAnswerOrAFailureOfAKind_AfterOneRequest()
    {
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            foreach (var streaming in new[] { false, true })
            {
                await using var server = await Completions.StartAsync(FaultPlan.Of(new Fault(kind, Text: "x")));
                var client = server.Client(streaming, connection => connection with { Timeout = TimeSpan.FromSeconds(kind == FaultKind.Stalled ? 1 : 20) });

                var thrown = await Record.ExceptionAsync(() => client.GetResponseAsync(Hello).Within($"the end of a call with {kind}"));

                if (thrown is not null)
                    thrown.ShouldBeOfType<ModelCallException>($"{kind}, streaming {streaming}");
                server.Simulator.Requests.Length.ShouldBe(1, $"{kind}, streaming {streaming}");
            }
        }
    }

    [Fact]
    public async Task GetResponse_OfASlowAnswer_Waits()
    {
        foreach (var streaming in new[] { false, true })
        {
            await using var server = await Completions.StartAsync(FaultPlan.Of(new Fault(FaultKind.Slow)));

            (await server.Client(streaming).GetResponseAsync(Hello).Within("the slow answer")).Text.ShouldStartWith("I shall read");
        }
    }

    private static async Task<(ModelCallException Failure, string Endpoint)> FailureOfAsync(Fault fault, bool streaming, TimeSpan? timeout = null)
    {
        await using var server = await Completions.StartAsync(FaultPlan.Of(fault));
        var client = server.Client(streaming, connection => connection with { Timeout = timeout ?? connection.Timeout });

        var failure = await Should.ThrowAsync<ModelCallException>(client.GetResponseAsync(Hello).Within($"the end of a call with {fault}"));
        server.Simulator.Requests.Length.ShouldBe(1, $"{fault}, streaming {streaming}: nothing but the caller repeats a call");
        return (failure, server.Model(streaming).Connection!.Endpoint!);
    }
}
