using Arena.Embedded;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Arena.GrainHost.Tests.Embedded;

/// <summary>Each thing that Orleans would refuse, refused at start. Private types: no search for grains finds them.</summary>
public sealed class RefusalTests
{
    private interface IUnmarked : IGrainWithStringKey
    {
        Task SendAsync(List<Dictionary<string, Unmarked[]>> values);
    }

    private interface IUnmarkedResult : IGrainWithStringKey
    {
        ValueTask<Unmarked?> AskAsync();
    }

    private interface INested : IGrainWithStringKey
    {
        Task SendAsync(Outer value);
    }

    private interface IWithoutId : IGrainWithStringKey
    {
        Task SendAsync(WithoutId value);
    }

    private interface IPositional : IGrainWithStringKey
    {
        Task SendAsync(Positional value);
    }

    private interface ISameIds : IGrainWithStringKey
    {
        Task SendAsync(SameIds value);
    }

    private interface IKinds : IGrainWithStringKey
    {
        Task SendAsync(Kind value);
    }

    private interface IVoid : IGrainWithStringKey
    {
        void Send();
    }

    private interface IStream : IGrainWithStringKey
    {
        IAsyncEnumerable<int> Read();
    }

    private interface IKeyless : IGrain
    {
        Task SendAsync();
    }

    private interface IShared : IGrainWithStringKey
    {
        Task SendAsync();
    }

    private interface IAliases : IGrainWithStringKey
    {
        Task SendAsync(AliasA a, AliasB b);
    }

    private interface IMethodAliases : IGrainWithStringKey
    {
        [Alias("same")]
        Task OneAsync();

        [Alias("same")]
        Task TwoAsync();
    }

    private interface IGenericMethod : IGrainWithStringKey
    {
        Task SendAsync<T>(T value);
    }

    private interface IFine : IGrainWithStringKey
    {
        ValueTask<(Fine, int?)> AskAsync(
            Fine fine, IReadOnlyList<DayOfWeek> days, byte[] bytes, Uri uri, IFine other, CancellationToken token);
    }

    [Fact]
    public async Task Start_WithUnmarkedParameter_NamesTypeAndMethod() =>
        (await Refusal(typeof(UnmarkedGrain))).ShouldContain("IUnmarked.SendAsync, parameter 'values': ", Case.Sensitive);

    [Fact]
    public async Task Start_WithUnmarkedResult_NamesTypeAndMethod() =>
        (await Refusal(typeof(UnmarkedResultGrain))).ShouldMatch(@"IUnmarkedResult\.AskAsync, result: .*\+Unmarked is not marked \[GenerateSerializer\]");

    [Fact]
    public async Task Start_WithUnmarkedMemberOfAMarkedType_NamesTheMember() =>
        (await Refusal(typeof(NestedGrain))).ShouldMatch(@"\+Outer\.Inner: .*\+Unmarked is not marked");

    [Fact]
    public async Task Start_WithAMemberWithoutId_NamesIt() =>
        (await Refusal(typeof(WithoutIdGrain))).ShouldContain("+WithoutId.Lost has no [Id]");

    [Fact]
    public async Task Start_WithASettableRecordMemberWithoutId_NamesItButNoPositionalOne()
    {
        var message = await Refusal(typeof(PositionalGrain));

        message.ShouldContain("+Positional.Lost has no [Id]");
        message.ShouldNotContain("Positional.Kept");
    }

    [Fact]
    public async Task Start_WithTheSameIdTwice_NamesBoth() =>
        (await Refusal(typeof(SameIdsGrain))).ShouldContain("+SameIds.B has the same [Id(0)] as A");

    [Fact]
    public async Task Start_WithAnUnmarkedKindOfAnAbstractMessage_NamesIt() =>
        (await Refusal(typeof(KindsGrain))).ShouldContain("+UnmarkedKind is not marked [GenerateSerializer]");

    [Fact]
    public async Task Start_WithAVoidMethod_IsRefused() =>
        (await Refusal(typeof(VoidGrain))).ShouldContain("IVoid.Send returns System.Void");

    [Fact]
    public async Task Start_WithAnAsyncStream_IsRefused() =>
        (await Refusal(typeof(StreamGrain))).ShouldContain("IStream.Read returns System.Collections.Generic.IAsyncEnumerable");

    [Fact]
    public async Task Start_WithoutAStringKey_IsRefused() =>
        (await Refusal(typeof(KeylessGrain))).ShouldContain("IKeyless has no string key");

    [Fact]
    public async Task Start_WithTwoClassesForOneInterface_NamesBoth()
    {
        var message = await Refusal(typeof(SharedOneGrain), typeof(SharedTwoGrain));

        message.ShouldContain(nameof(SharedOneGrain));
        message.ShouldContain(nameof(SharedTwoGrain));
        message.ShouldContain("a grain interface has exactly one class");
    }

    [Fact]
    public async Task Start_WithOneAliasForTwoTypes_NamesBoth() =>
        (await Refusal(typeof(AliasesGrain))).ShouldMatch(@"The alias 'same' belongs to .*\+AliasA and .*\+AliasB");

    [Fact]
    public async Task Start_WithOneAliasForTwoMethods_IsRefused() =>
        (await Refusal(typeof(MethodAliasesGrain))).ShouldContain("has 2 methods with the alias 'same'");

    [Fact]
    public async Task Start_WithAGenericMethod_IsRefused() =>
        (await Refusal(typeof(GenericMethodGrain))).ShouldContain("IGenericMethod.SendAsync is generic");

    [Fact]
    public async Task Start_WithAStorageThatWasNotAdded_NamesIt() =>
        (await Refusal(typeof(StoringGrain))).ShouldContain("stores state in 'nowhere'");

    [Fact]
    public async Task Start_WithACollectionAgeBelowTheQuantum_IsRefused() =>
        (await TestSilo.RefusalAsync(silo => silo.UseGrainTypes(typeof(FineGrain))
            .Configure<GrainCollectionOptions>(o => o.CollectionAge = TimeSpan.FromSeconds(1)))).ShouldContain("CollectionQuantum");

    [Fact]
    public async Task Start_WithSeveralProblems_ListsThemAll()
    {
        var message = await Refusal(typeof(VoidGrain), typeof(KeylessGrain));

        message.ShouldContain("IVoid.Send");
        message.ShouldContain("IKeyless");
    }

    [Fact]
    public async Task Start_WithEverythingMarked_Starts()
    {
        using var host = TestSilo.Build(silo => silo.UseGrainTypes(typeof(FineGrain)));

        await host.StartAsync();
        await host.StopAsync();
    }

    [Fact]
    public async Task Start_WithAClientAndNoSilo_SaysSo()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.UseOrleansClient();
        using var host = builder.Build();

        (await Should.ThrowAsync<OrleansConfigurationException>(() => host.StartAsync())).Message
            .ShouldContain("UseOrleansClient was called without UseOrleans");
    }

    private static Task<string> Refusal(params Type[] grains) =>
        TestSilo.RefusalAsync(silo => silo.UseGrainTypes(grains));

    private sealed class Unmarked;

    [GenerateSerializer]
    private sealed class Outer
    {
        [Id(0)]
        public Unmarked? Inner { get; set; }
    }

    [GenerateSerializer]
    private sealed class WithoutId
    {
        public int Lost { get; set; }
    }

    [GenerateSerializer]
    private sealed record Positional(int Kept)
    {
        public int Lost { get; init; }
    }

    [GenerateSerializer]
    private sealed class SameIds
    {
        [Id(0)]
        public int A { get; set; }

        [Id(0)]
        public int B { get; set; }
    }

    [GenerateSerializer]
    private abstract record Kind;

    private sealed record UnmarkedKind : Kind;

    [GenerateSerializer, Alias("same")]
    private sealed record AliasA;

    [GenerateSerializer, Alias("same")]
    private sealed record AliasB;

    [GenerateSerializer]
    private sealed record Fine(string Name, Fine? Next)
    {
        [Id(0)]
        public Dictionary<Guid, TimeSpan> Times { get; init; } = [];
    }

    private sealed class UnmarkedGrain : Grain, IUnmarked
    {
        public Task SendAsync(List<Dictionary<string, Unmarked[]>> values) => Task.CompletedTask;
    }

    private sealed class UnmarkedResultGrain : Grain, IUnmarkedResult
    {
        public ValueTask<Unmarked?> AskAsync() => default;
    }

    private sealed class NestedGrain : Grain, INested
    {
        public Task SendAsync(Outer value) => Task.CompletedTask;
    }

    private sealed class WithoutIdGrain : Grain, IWithoutId
    {
        public Task SendAsync(WithoutId value) => Task.CompletedTask;
    }

    private sealed class PositionalGrain : Grain, IPositional
    {
        public Task SendAsync(Positional value) => Task.CompletedTask;
    }

    private sealed class SameIdsGrain : Grain, ISameIds
    {
        public Task SendAsync(SameIds value) => Task.CompletedTask;
    }

    private sealed class KindsGrain : Grain, IKinds
    {
        public Task SendAsync(Kind value) => Task.CompletedTask;
    }

    private sealed class VoidGrain : Grain, IVoid
    {
        public void Send()
        {
            // refused before anyone calls it
        }
    }

    private sealed class StreamGrain : Grain, IStream
    {
        public IAsyncEnumerable<int> Read() => AsyncEnumerable.Empty<int>();
    }

    private sealed class KeylessGrain : Grain, IKeyless
    {
        public Task SendAsync() => Task.CompletedTask;
    }

    private sealed class SharedOneGrain : Grain, IShared
    {
        public Task SendAsync() => Task.CompletedTask;
    }

    private sealed class SharedTwoGrain : Grain, IShared
    {
        public Task SendAsync() => Task.CompletedTask;
    }

    private sealed class AliasesGrain : Grain, IAliases
    {
        public Task SendAsync(AliasA a, AliasB b) => Task.CompletedTask;
    }

    private sealed class MethodAliasesGrain : Grain, IMethodAliases
    {
        public Task OneAsync() => Task.CompletedTask;

        public Task TwoAsync() => Task.CompletedTask;
    }

    private sealed class GenericMethodGrain : Grain, IGenericMethod
    {
        public Task SendAsync<T>(T value) => Task.CompletedTask;
    }

    private sealed class StoringGrain([PersistentState("s", "nowhere")] IPersistentState<Fine> state) : Grain, IFine
    {
        public ValueTask<(Fine, int?)> AskAsync(
            Fine fine, IReadOnlyList<DayOfWeek> days, byte[] bytes, Uri uri, IFine other, CancellationToken token) =>
            new((state.State, null));
    }

    private sealed class FineGrain : Grain, IFine
    {
        public ValueTask<(Fine, int?)> AskAsync(
            Fine fine, IReadOnlyList<DayOfWeek> days, byte[] bytes, Uri uri, IFine other, CancellationToken token) =>
            new((fine, 1));
    }
}
