using System.Text.Json;
using System.Text.Json.Serialization;

namespace Arena.Core;

/// <summary>Writes the members of an enumeration as the field does: <c>wrong_answer</c>. An unknown name is an error.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
public sealed class SnakeCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
