namespace Arena.Core.Runs;

/// <summary>Another host has taken the run over: its transcript has grown past what this driver has seen.</summary>
public sealed class RunLostException(RunKey run, long seq)
    : Exception($"Run {run} has another writer: its transcript has grown past event {seq}.");
