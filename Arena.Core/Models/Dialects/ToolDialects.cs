using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace Arena.Core.Models.Dialects;

/// <summary>The dialects that this build knows, by name. docs/dialects.md describes them.</summary>
public static class ToolDialects
{
    private static readonly ImmutableArray<ToolDialect> Texts =
        [new HermesJsonDialect(), new QwenXmlDialect(), new JsonFenceDialect(), new ReactDialect()];

    /// <summary>All names, <see cref="ModelCard.NativeDialect"/> first.</summary>
    public static ImmutableArray<string> Names { get; } = [ModelCard.NativeDialect, .. Texts.Select(dialect => dialect.Name)];

    /// <summary>The dialect of that name; null for the native one, which changes nothing.</summary>
    /// <param name="name">The name; null is <see cref="ModelCard.NativeDialect"/>.</param>
    /// <exception cref="NotSupportedException">There is none; the message lists those that exist.</exception>
    public static ToolDialect? Find(string? name) => name is null or ModelCard.NativeDialect
        ? null
        : Texts.FirstOrDefault(dialect => dialect.Name == name)
            ?? throw new NotSupportedException($"There is no dialect '{name}'; there are: {string.Join(", ", Names)}.");

    /// <summary>A client that shows tools to the model behind it in a dialect; the client itself for the native one.</summary>
    /// <param name="client">The provider's client.</param>
    /// <param name="name">The name; null is <see cref="ModelCard.NativeDialect"/>.</param>
    /// <exception cref="NotSupportedException">There is no such dialect; the message lists those that exist.</exception>
    public static IChatClient UseDialect(this IChatClient client, string? name) =>
        Find(name) is { } dialect ? new DialectChatClient(client, dialect) : client;
}
