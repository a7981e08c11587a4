using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Orleans.Runtime;
using Orleans.Storage;

namespace Arena.Embedded.Runtime;

/// <summary>A state as it is stored: version of the format, the grain and state it belongs to, etag, value.</summary>
internal sealed record StateRecord(int V, string Grain, string Name, string Etag, JsonElement State)
{
    public const int Version = 1;

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The state of a grain that has none stored: made by its constructor if it has one without parameters.</summary>
    public static T New<T>() => typeof(T).IsValueType ? default!
        : typeof(T).GetConstructor(Type.EmptyTypes) is not null ? Activator.CreateInstance<T>()
        : (T)RuntimeHelpers.GetUninitializedObject(typeof(T));

    /// <summary>Refuses a writer that has not seen the current record; returns the etag of the next one.</summary>
    public static string NextEtag(string name, GrainId grain, string? stored, string? known)
    {
        if (stored != known)
            throw new InconsistentStateException($"State '{name}' of {grain} has changed since it was read", stored ?? "none", known ?? "none");
        return ((stored is null ? 0 : long.Parse(stored, CultureInfo.InvariantCulture)) + 1).ToString(CultureInfo.InvariantCulture);
    }
}
