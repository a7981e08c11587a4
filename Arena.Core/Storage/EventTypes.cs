using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Arena.Core.Storage;

/// <summary>The published names of event types, as they stand in <c>type</c>.</summary>
public static class EventTypes
{
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    /// <summary>The name of an event's type, for example <c>model.completed</c>.</summary>
    public static string NameOf(LogEvent e) => Names.GetOrAdd(e.GetType(), type =>
        type.BaseType!.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).First(derived => derived.DerivedType == type).TypeDiscriminator as string
            ?? throw new InvalidOperationException($"{type} has no name."));
}
