using System.Collections.Immutable;

namespace Arena.Core.Suites.Harbor;

/// <summary>What came of an import.</summary>
/// <param name="Folder">The new suite's folder; null where nothing was written.</param>
/// <param name="Importable">Ids of the tasks that can be honoured, in order: those of the suite, where it was written.</param>
/// <param name="Refused">Ids of the tasks that cannot, in order.</param>
/// <param name="Notes">Refusals and warnings of all tasks, in order of tasks.</param>
public sealed record HarborImport(string? Folder, ImmutableArray<string> Importable, ImmutableArray<string> Refused, ImmutableArray<HarborNote> Notes);
