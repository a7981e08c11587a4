using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Arena.Core.Checking;
using Arena.Core.Models;
using Arena.Core.Outcomes;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Tools;

namespace Arena.Core.Runs;

/// <summary>An attempt of the run begins. Holds all that the requests of its model calls are folded from.</summary>
/// <param name="Campaign">Campaign id.</param>
/// <param name="Task">Task id.</param>
/// <param name="Run">Repetition, from 1.</param>
/// <param name="Attempt">1, or one more than the attempt that infrastructure failed.</param>
/// <param name="Attempts">The most attempts that the run may have.</param>
/// <param name="Suite">The suite and its digest.</param>
/// <param name="Model">The model as the card told it.</param>
/// <param name="Harness">How the model is driven.</param>
/// <param name="SystemPrompt">The system message.</param>
/// <param name="Instruction">The user message.</param>
/// <param name="Tools">What the model is told of the tools.</param>
/// <param name="Limits">Where the run ends.</param>
/// <param name="Faults">Failures to inject.</param>
/// <param name="ScriptedLatency">Factor on the latencies of a scripted model.</param>
public sealed record RunCreated(
    string Campaign,
    string Task,
    int Run,
    int Attempt,
    int Attempts,
    SuiteReference Suite,
    ModelReference Model,
    Harness Harness,
    string SystemPrompt,
    StoredText Instruction,
    ImmutableArray<ToolDeclaration> Tools,
    TaskLimits Limits,
    ImmutableArray<ToolFault> Faults,
    double ScriptedLatency) : RunEvent;

/// <summary>Which suite, exactly.</summary>
/// <param name="Id">For example <c>agentic-core-v1</c>.</param>
/// <param name="Digest">Digest of its content.</param>
public sealed record SuiteReference(string Id, string Digest);

/// <summary>A host took the run over. What was under way on the host before is void: an open tool call is made again from the last saved workspace.</summary>
/// <param name="Epoch">1, 2, ...: one more with each claim.</param>
/// <param name="Host">Machine and process.</param>
/// <param name="Sandbox">How tools are confined there.</param>
public sealed record RunClaimed(int Epoch, string Host, string Sandbox) : RunEvent;

/// <summary>The workspace was saved.</summary>
/// <param name="Tree">What it holds.</param>
/// <param name="ToolCallId">The call after which it was saved; it counts only once that call is completed. Null for the initial workspace.</param>
public sealed record WorkspaceSaved(Workspaces.WorkspaceTree Tree, string? ToolCallId) : RunEvent;

/// <summary>The run was paused; no step is taken until it is resumed.</summary>
/// <param name="Reason">Who or what paused it.</param>
public sealed record RunPaused(string Reason) : RunEvent;

/// <summary>The run goes on.</summary>
public sealed record RunResumed : RunEvent;

/// <summary>The run is to end as cancelled.</summary>
/// <param name="Reason">Who or what cancelled it.</param>
public sealed record RunCancelRequested(string Reason) : RunEvent;

/// <summary>The model's part is over.</summary>
/// <param name="Answer">Its last text; empty where it gave none.</param>
/// <param name="Ending">Why it is over.</param>
/// <param name="Reason">What the ending alone does not tell: which cap a call did not fit under; null where there is nothing more to tell.</param>
/// <param name="WaitedMs">Time waited since the last event that tells such, in milliseconds.</param>
public sealed record RunAnswered(
    StoredText Answer,
    RunEnding Ending,
    string? Reason = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long WaitedMs = 0) : RunEvent;

/// <summary>The checker has spoken, or broken.</summary>
/// <param name="Passed">Its verdict; null where it broke.</param>
/// <param name="Checks">The checks behind the verdict.</param>
/// <param name="Broken">Why there is no verdict; null where there is one.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
public sealed record RunChecked(bool? Passed, ImmutableArray<Check> Checks, string? Broken, long DurationMs) : RunEvent;

/// <summary>The attempt is over.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="FailureMode">How it failed, where it failed.</param>
/// <param name="Reason">Why, where the outcome alone does not tell: an infrastructure error or a cancellation.</param>
/// <param name="Attempt">Which attempt.</param>
/// <param name="Totals">What this attempt used.</param>
/// <param name="Signals">What is worth knowing beside the verdict; null where there is no verdict, and in transcripts of before there were signals.</param>
/// <param name="WaitedMs">Time waited since the last event that tells such, in milliseconds; the totals hold it.</param>
public sealed record RunFinished(
    RunOutcome Outcome,
    FailureMode? FailureMode,
    string? Reason,
    int Attempt,
    RunTotals Totals,
    RunSignals? Signals = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long WaitedMs = 0) : RunEvent;
