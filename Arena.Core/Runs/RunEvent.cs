using System.Text.Json.Serialization;
using Arena.Core.Storage;

namespace Arena.Core.Runs;

/// <summary>
/// One event of a run's transcript. The set is closed; <c>type</c> tells which in JSON. A stored event never changes: a new
/// meaning is a new property with a default, or a new <see cref="LogEvent.V"/>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(RunCreated), "run.created")]
[JsonDerivedType(typeof(RunClaimed), "run.claimed")]
[JsonDerivedType(typeof(ModelCallStarted), "model.started")]
[JsonDerivedType(typeof(ModelCallCompleted), "model.completed")]
[JsonDerivedType(typeof(ModelCallFailed), "model.failed")]
[JsonDerivedType(typeof(ModelCallAbandoned), "model.abandoned")]
[JsonDerivedType(typeof(ToolStarted), "tool.started")]
[JsonDerivedType(typeof(ToolCompleted), "tool.completed")]
[JsonDerivedType(typeof(ToolDenied), "tool.denied")]
[JsonDerivedType(typeof(WorkspaceSaved), "workspace.saved")]
[JsonDerivedType(typeof(RunPaused), "run.paused")]
[JsonDerivedType(typeof(RunResumed), "run.resumed")]
[JsonDerivedType(typeof(RunCancelRequested), "run.cancelRequested")]
[JsonDerivedType(typeof(RunAnswered), "run.answered")]
[JsonDerivedType(typeof(RunChecked), "run.checked")]
[JsonDerivedType(typeof(RunFinished), "run.finished")]
public abstract record RunEvent : LogEvent;
