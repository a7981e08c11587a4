namespace Arena.Core.Suites.Harbor;

/// <summary>What an import has to say about a Harbor task.</summary>
/// <param name="File">Path of the file that it is about, as it can be opened.</param>
/// <param name="Line">Line counted from 1; null where it belongs to no line.</param>
/// <param name="Text">One sentence without a full stop: what it is, by name, and why.</param>
/// <param name="Refuses">Whether the task cannot be imported because of it; a warning where not.</param>
public sealed record HarborNote(string File, int? Line, string Text, bool Refuses)
{
    /// <inheritdoc/>
    public override string ToString() => Line is null ? $"{File}: {Text}" : $"{File}:{Line}: {Text}";
}

/// <summary>Gathers what is found in one task.</summary>
internal sealed class HarborNotes
{
    private readonly List<HarborNote> notes = [];

    public IReadOnlyList<HarborNote> All => notes;

    public bool AnyRefusal => notes.Exists(note => note.Refuses);

    public void Refuse(string file, int? line, string text) => notes.Add(new HarborNote(file, line, text, true));

    public void Warn(string file, int? line, string text) => notes.Add(new HarborNote(file, line, text, false));
}
