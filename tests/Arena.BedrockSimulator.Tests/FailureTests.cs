using Arena.Core.Models;
using Arena.Core.Tests;
using Arena.Simulation.Faults;
using Microsoft.Extensions.AI;

namespace Arena.BedrockSimulator.Tests;

/// <summary>Every fault, as the client tells it: its kind, whether it may be billed, what was lost; and one request for each call.</summary>
public sealed class FailureTests
{
    private static readonly ChatMessage[] Hello = [new(ChatRole.User, "Hello.")];

    public static TheoryData<FaultKind, string?, bool, ModelFailureKind, bool> Refusals => new()
    {
        { FaultKind.Throttled, null, false, ModelFailureKind.Throttled, false },
        { FaultKind.NotReady, null, false, ModelFailureKind.Overloaded, false },
        { FaultKind.InternalError, null, false, ModelFailureKind.Overloaded, true },
        { FaultKind.Unavailable, null, false, ModelFailureKind.Overloaded, false },
        { FaultKind.UnavailableHtml, null, false, ModelFailureKind.Overloaded, false },
        { FaultKind.ModelTimeout, null, false, ModelFailureKind.TimedOut, true },
        { FaultKind.ModelError, null, false, ModelFailureKind.Overloaded, true },
        { FaultKind.QuotaExceeded, null, true, ModelFailureKind.Throttled, false },
        { FaultKind.TooLong, null, false, ModelFailureKind.ContextTooLong, false },
        { FaultKind.TooLong, "input length and `max_tokens` exceed context limit: 210000 + 4096 > 200000", false, ModelFailureKind.ContextTooLong, false },
        { FaultKind.Invalid, null, true, ModelFailureKind.InvalidRequest, false },
        { FaultKind.Invalid, "The maximum tokens you requested exceeds the model limit of 4096.", true, ModelFailureKind.InvalidRequest, false },
        { FaultKind.Invalid, "The provided model identifier is invalid.", true, ModelFailureKind.NotFound, false },
        { FaultKind.Invalid, "Invocation of model ID x with on-demand throughput isn\u2019t supported.", true, ModelFailureKind.InvalidRequest, false },
        { FaultKind.Invalid, "Output blocked by content filtering policy", false, ModelFailureKind.Filtered, false },
        { FaultKind.AccessDenied, null, true, ModelFailureKind.AccessDenied, false },
        { FaultKind.ExpiredToken, null, true, ModelFailureKind.AccessDenied, false },
        { FaultKind.NotFound, null, true, ModelFailureKind.NotFound, false },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task GetResponse_RefusedByTheService_TellsKindRequestAndNextStepAfterOneRequest(
        FaultKind fault, string? text, bool nextStep, ModelFailureKind kind, bool billed)
    {
        foreach (var streaming in new[] { false, true })
        {
            var failure = await FailureOfAsync(new Fault(fault, Text: text), streaming);

            failure.Kind.ShouldBe(kind);
            failure.MayBeBilled.ShouldBe(billed);
            failure.RequestId.ShouldNotBeNullOrEmpty();
            failure.Partial.ShouldBeNull();
            failure.RetryAfter.ShouldBeNull();
            failure.Message.Contains(" Next: ", StringComparison.Ordinal).ShouldBe(nextStep, failure.Message);
            if (text is not null)
                failure.Message.ShouldContain(text);
        }
    }

    [Fact]
    public async Task GetResponse_ThrottledWithADelay_TellsTheDelay()
    {
        foreach (var streaming in new[] { false, true })
            (await FailureOfAsync(new Fault(FaultKind.Throttled, Delay: TimeSpan.FromSeconds(7)), streaming)).RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task GetResponse_OfAModelThatRefusesTheRequest_IsAnInvalidRequest() =>
        (await FailureOfAsync(new Fault(FaultKind.ModelError, Status: 400), streaming: false)).Kind.ShouldBe(ModelFailureKind.InvalidRequest);

    [Theory]
    [InlineData(FaultKind.ResetBefore, ModelFailureKind.Network, false)]
    [InlineData(FaultKind.TruncatedJson, ModelFailureKind.Malformed, true)]
    [InlineData(FaultKind.WrongCrc, ModelFailureKind.Malformed, true)]
    [InlineData(FaultKind.Cut, ModelFailureKind.Network, true)]
    public async Task GetResponse_BrokenOnTheWay_MayBeBilledAndTellsWhatAStreamLost(FaultKind fault, ModelFailureKind kind, bool begun)
    {
        var whole = await FailureOfAsync(new Fault(fault), streaming: false);
        var streamed = await FailureOfAsync(new Fault(fault), streaming: true);

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
            var failure = await FailureOfAsync(new Fault(FaultKind.ResetInBody), streaming);

            (failure.Kind, failure.MayBeBilled).ShouldBe((ModelFailureKind.Network, true));
        }
    }

    [Fact]
    public async Task GetResponse_OfAnEmptyAnswer_IsMalformedWhole_AndCutOffStreamed()
    {
        (await FailureOfAsync(new Fault(FaultKind.Empty), streaming: false)).Kind.ShouldBe(ModelFailureKind.Malformed);
        (await FailureOfAsync(new Fault(FaultKind.Empty), streaming: true)).Kind.ShouldBe(ModelFailureKind.Network);
    }

    [Theory]
    [InlineData("throttlingException", ModelFailureKind.Throttled)]
    [InlineData("serviceUnavailableException", ModelFailureKind.Overloaded)]
    [InlineData("internalServerException", ModelFailureKind.Overloaded)]
    [InlineData("modelStreamErrorException", ModelFailureKind.Overloaded)]
    [InlineData("validationException", ModelFailureKind.InvalidRequest)]
    public async Task GetResponse_OfAStreamThatEndsInAnException_TellsItsKindAndMayBeBilled(string name, ModelFailureKind kind)
    {
        var failure = await FailureOfAsync(new Fault(FaultKind.StreamException, Text: name), streaming: true);

        failure.Kind.ShouldBe(kind);
        failure.MayBeBilled.ShouldBeTrue();
        failure.Partial.ShouldNotBeNull().Characters.ShouldBeGreaterThan(0);
        failure.Message.ShouldContain("The stream broke off.");
        failure.RequestId.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task GetResponse_OfAStalledAnswer_TimesOut_AndTellsWhatAStreamLost()
    {
        foreach (var streaming in new[] { false, true })
        {
            await using var bedrock = await Bedrock.StartAsync(FaultPlan.Of(new Fault(FaultKind.Stalled)));
            var client = bedrock.Client(streaming, connection => connection with { Timeout = TimeSpan.FromSeconds(1) });

            var failure = await Should.ThrowAsync<ModelCallException>(client.GetResponseAsync(Hello).Within("the end of the stalled call"));

            failure.Kind.ShouldBe(ModelFailureKind.TimedOut);
            failure.MayBeBilled.ShouldBeTrue();
            failure.Message.ShouldStartWith("No complete answer within 1 s");
            (failure.Partial is not null).ShouldBe(streaming);
            // Nothing goes on behind the caller's back.
            await Deadline.Until(
                () => Task.FromResult(bedrock.Simulator.Requests.Single().Outcome), outcome => outcome.EndsWith("the client left", StringComparison.Ordinal), "the end of the connection");
        }
    }

    [Fact]
    public async Task GetResponse_CancelledInTheMiddleOfAStream_SaysWhatWasLost()
    {
        await using var bedrock = await Bedrock.StartAsync(FaultPlan.Of(new Fault(FaultKind.Stalled)));
        using var cancellation = new CancellationTokenSource();

        var cut = (await ReadAsync().Within("the end of the cancelled call")).ShouldBeOfType<ModelCallCutException>();
        cut.Partial.Characters.ShouldBeGreaterThan(0);

        // Caught here: a task would hand on another exception of the cancellation.
        async Task<Exception?> ReadAsync()
        {
            try
            {
                await foreach (var update in bedrock.Client(streaming: true).GetStreamingResponseAsync(Hello, cancellationToken: cancellation.Token))
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
        await using var bedrock = await Bedrock.StartAsync();
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(bedrock.Client(streaming).GetResponseAsync(Hello, cancellationToken: cancellation.Token));
        bedrock.Simulator.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task GetResponse_WhereNobodyListens_IsANetworkFailureThatCostsNothing()
    {
        ModelReference model;
        await using (var bedrock = await Bedrock.StartAsync())
            model = bedrock.Model(streaming: true);
        using var provider = new Core.Models.Bedrock.BedrockProvider(TimeProvider.System);

        var failure = await Should.ThrowAsync<ModelCallException>(provider.Create(model).GetResponseAsync(Hello));
        (failure.Kind, failure.MayBeBilled).ShouldBe((ModelFailureKind.Network, false));
    }

    [Fact]
    public async Task GetResponse_OfASlowAnswer_Waits()
    {
        foreach (var streaming in new[] { false, true })
        {
            await using var bedrock = await Bedrock.StartAsync(FaultPlan.Of(new Fault(FaultKind.Slow)));

            (await bedrock.Client(streaming).GetResponseAsync(Hello).Within("the slow answer")).Text.ShouldStartWith("I shall read");
        }
    }

    private static async Task<ModelCallException> FailureOfAsync(Fault fault, bool streaming)
    {
        await using var bedrock = await Bedrock.StartAsync(FaultPlan.Of(fault));

        var failure = await Should.ThrowAsync<ModelCallException>(bedrock.Client(streaming).GetResponseAsync(Hello).Within($"the end of a call with {fault}"));
        bedrock.Simulator.Requests.Length.ShouldBe(1, $"{fault}, streaming {streaming}: nothing but the caller repeats a call");
        return failure;
    }
}
