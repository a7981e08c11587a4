using System.Linq.Expressions;
using System.Reflection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Arena.Embedded.Runtime;

/// <summary>A grain interface method, compiled: from a proxy's arguments to a call, and from a call to the grain.</summary>
internal abstract class GrainMethod
{
    private readonly Func<object, object?[], Task> invoke;
    private readonly int tokenIndex;
    private readonly string name;

    protected GrainMethod(MethodInfo method, TimeSpan defaultTimeout)
    {
        invoke = Compile(method);
        name = $"{method.DeclaringType!.Name}.{method.Name}";
        tokenIndex = Array.FindIndex(method.GetParameters(), p => p.ParameterType == typeof(CancellationToken));
        AlwaysInterleaves = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        ReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        OneWay = method.IsDefined(typeof(OneWayAttribute));
        Timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout ?? defaultTimeout;
    }

    public bool AlwaysInterleaves { get; }

    public bool ReadOnly { get; }

    public bool OneWay { get; }

    /// <summary>How long a caller waits; infinite: for ever.</summary>
    public TimeSpan Timeout { get; }

    public static GrainMethod Create(MethodInfo method, TimeSpan defaultTimeout)
    {
        var returns = method.ReturnType;
        var result = returns.IsGenericType ? returns.GetGenericArguments()[0] : typeof(Nothing);
        return (GrainMethod)Activator.CreateInstance(
            typeof(GrainMethod<>).MakeGenericType(result), method, defaultTimeout)!;
    }

    public Task Invoke(object grain, object?[] arguments) => invoke(grain, arguments);

    public CancellationToken Token(object?[] arguments) =>
        tokenIndex < 0 ? CancellationToken.None : (CancellationToken)arguments[tokenIndex]!;

    public override string ToString() => name;

    /// <summary>Sends a call through the reference; what comes back is the method's own return type, boxed if need be.</summary>
    public abstract object Call(GrainReference target, object?[] arguments);

    protected long Deadline(TimeProvider time) =>
        Timeout <= TimeSpan.Zero || OneWay
            ? long.MaxValue
            : time.GetTimestamp() + (long)(Timeout.TotalSeconds * time.TimestampFrequency);

    private static Func<object, object?[], Task> Compile(MethodInfo method)
    {
        var grain = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object?[]));
        var values = method.GetParameters().Select((parameter, index) => Expression.Convert(
            Expression.ArrayIndex(arguments, Expression.Constant(index)), parameter.ParameterType));
        Expression call = Expression.Call(Expression.Convert(grain, method.DeclaringType!), method, values);
        if (method.ReturnType.IsValueType)
            call = Expression.Call(call, nameof(ValueTask.AsTask), Type.EmptyTypes);
        return Expression.Lambda<Func<object, object?[], Task>>(
            Expression.Convert(call, typeof(Task)), grain, arguments).Compile();
    }
}

/// <inheritdoc/>
internal sealed class GrainMethod<TResult>(MethodInfo method, TimeSpan defaultTimeout) : GrainMethod(method, defaultTimeout)
{
    private readonly bool returnsTask = !method.ReturnType.IsValueType;

    public override object Call(GrainReference target, object?[] arguments)
    {
        var call = Create(target.Silo.Time, arguments);
        target.Send(call);
        if (OneWay)
            return returnsTask ? Task.CompletedTask : default(ValueTask);
        if (returnsTask)
            return call.Task;
        return typeof(TResult) == typeof(Nothing) ? new ValueTask(call.Task) : new ValueTask<TResult>(call.Task);
    }

    public GrainCall<TResult> Create(TimeProvider time, object?[] arguments) => new(this, arguments, Deadline(time));
}
