using Arena.Core.Suites;

namespace Arena.Simulation.Answers;

/// <summary>Which turn of which script a request asks for.</summary>
/// <param name="Card">The scripted card.</param>
/// <param name="Task">The task.</param>
/// <param name="Run">The repetition.</param>
/// <param name="Turn">Assistant messages so far.</param>
public sealed record Scene(string Card, SuiteTask Task, int Run, int Turn);
