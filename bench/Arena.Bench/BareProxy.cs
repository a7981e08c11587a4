using System.Reflection;

namespace Arena.Bench;

/// <summary>The least a grain call can be: a dispatch proxy that starts the call as a task on an exclusive scheduler.</summary>
public class BareProxy : DispatchProxy
{
    private readonly TaskFactory turns = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private long echoes;

    public static IEchoGrain Create() => Create<IEchoGrain, BareProxy>();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IEchoGrain.EchoesAsync))
            return Task.FromResult(echoes);
        return turns.StartNew(
            number =>
            {
                echoes++;
                return (int)number!;
            },
            args![0]);
    }
}
