using System.Text.Json;
using System.Text.Json.Serialization;
using Arena.Core.Storage;

namespace Arena.Core.Workspaces;

/// <summary>
/// The content of a saved tree: a JSON object with <c>format</c>, <c>version</c> and <c>entries</c> in ordinal order of
/// their paths. An entry is a <c>file</c> (executable, size, blob), a <c>link</c> (target) or a <c>folder</c>; folders that
/// hold something are listed too, so that an empty one is no special case.
/// </summary>
internal sealed record WorkspaceListing(string Format, int Version, IReadOnlyList<WorkspaceEntry> Entries)
{
    private const string FormatName = "arena-tree";
    private const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Write(IEnumerable<WorkspaceEntry> entries) => JsonSerializer.SerializeToUtf8Bytes(
        new WorkspaceListing(FormatName, CurrentVersion, [.. entries.OrderBy(e => e.Path, StringComparer.Ordinal)]), Options);

    /// <exception cref="InvalidDataException">The bytes are no listing of this version, or a path in it leaves the folder.</exception>
    public static IReadOnlyList<WorkspaceEntry> Read(BlobId id, ReadOnlySpan<byte> json)
    {
        WorkspaceListing? listing;
        try
        {
            listing = JsonSerializer.Deserialize<WorkspaceListing>(json, Options);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{id} is no workspace tree: {e.Message}", e);
        }

        if (listing is not { Format: FormatName, Entries: not null })
            throw new InvalidDataException($"{id} is no workspace tree.");
        if (listing.Version != CurrentVersion)
            throw new InvalidDataException($"Workspace tree {id} has version {listing.Version}; this program reads version {CurrentVersion}.");
        foreach (var entry in listing.Entries)
        {
            // A tree may come from a data pack that somebody else made.
            if (entry.Path.Split('/').Any(part => part is "" or "." or "..") || entry.Path.Contains('\0', StringComparison.Ordinal))
                throw new InvalidDataException($"Workspace tree {id} holds the path '{entry.Path}', which is not inside a workspace.");
            if (entry.Type == WorkspaceEntry.Link && !WorkspacePaths.LinkStaysInside(entry.Path, entry.Target ?? "/"))
                throw new InvalidDataException($"Workspace tree {id} holds the link '{entry.Path}', which leads out of the workspace.");
        }

        return listing.Entries;
    }
}

/// <summary>One entry of a listing. Fields that a type has no use for are null and not written.</summary>
internal sealed record WorkspaceEntry(string Path, string Type, bool? Executable = null, long? Size = null, string? Blob = null, string? Target = null)
{
    public const string File = "file";
    public const string Link = "link";
    public const string Folder = "folder";
}
