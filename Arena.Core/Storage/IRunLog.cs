using Arena.Core.Runs;

namespace Arena.Core.Storage;

/// <summary>The transcripts: one log per run.</summary>
public interface IRunLog : IEventLog<RunKey, RunEvent>;
