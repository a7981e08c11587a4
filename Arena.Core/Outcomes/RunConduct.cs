using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Arena.Core.Runs;
using Arena.Core.Tools;

namespace Arena.Core.Outcomes;

/// <summary>How a model went about an attempt: a fold of its tool calls. Failure modes and signals are read from it.</summary>
public sealed record RunConduct
{
    // Evidence is for people to look at; what repeats it adds nothing.
    private const int MostEvidence = 10;

    /// <summary>Before the first tool call.</summary>
    public static RunConduct None { get; } = new();

    /// <summary>Tool calls in a row, up to the last, that failed or were denied for what the model wrote.</summary>
    public int ConsecutiveErrors { get; private init; }

    /// <summary>Calls that were made and failed or were stopped at their time limit; declared faults included. A command that exits with another code than 0 did not fail.</summary>
    public int FailedCalls { get; private init; }

    /// <summary>Calls denied for what the model wrote: unknown tool, invalid arguments.</summary>
    public int InvalidCalls { get; private init; }

    /// <summary>Of those, the ones after which no tool call has succeeded.</summary>
    public int UnrepairedInvalidCalls { get; private init; }

    /// <summary>Calls that repeat an identical one with no change of the workspace between. What a declared fault answered repeats nothing.</summary>
    public int RedundantCalls { get; private init; }

    /// <summary>Whether a call has changed a file of the workspace.</summary>
    public bool ChangedFiles { get; private init; }

    /// <summary>
    /// Whether no command has run since the last change. A command that runs after a change looks at it, also where it changes
    /// something itself (a test that leaves a report); one that changes files while nothing is to be looked at is a change.
    /// </summary>
    public bool Unverified { get; private init; }

    /// <summary>Tool errors after which a call succeeded: failed, timed-out and denied calls, those in a row being one.</summary>
    public int Recoveries { get; private init; }

    /// <summary>The most calls that a recovery took, from the error to the success, the successful one included; null where there was none.</summary>
    public int? StepsToRecovery { get; private init; }

    /// <summary>Whether the last tool error was followed by no call that succeeded.</summary>
    public bool ErrorIsOpen => CallsInError > 0;

    /// <summary>Whether a command that once exited with 0 did not when the same command ran last.</summary>
    public bool Regressed => !Regressions.IsEmpty;

    /// <summary>Calls that reached for what a model has no business with (see <see cref="Integrity"/>), in words; at most ten.</summary>
    public ImmutableArray<string> Suspicions { get; private init; } = [];

    /// <summary>Whether such a call succeeded.</summary>
    public bool SuspicionSucceeded { get; private init; }

    // Length of the error that is open: 1 right after it.
    private int CallsInError { get; init; }

    private ImmutableHashSet<UInt128> CallsSinceChange { get; init; } = [];

    private ImmutableHashSet<UInt128> CommandsThatWorked { get; init; } = [];

    private ImmutableHashSet<UInt128> Regressions { get; init; } = [];

    /// <summary>After a call that was made.</summary>
    /// <param name="call">What the model asked for.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="changed">Whether it changed the workspace.</param>
    public RunConduct After(ToolCall call, ToolCompleted result, bool changed)
    {
        var succeeded = result.Outcome == ToolOutcome.Succeeded;
        var fingerprint = Fingerprint(call);
        var seen = changed ? [] : CallsSinceChange;
        var ran = result.ExitCode is not null;
        var next = this with
        {
            FailedCalls = FailedCalls + (succeeded ? 0 : 1),
            RedundantCalls = RedundantCalls + (!result.Fault && seen.Contains(fingerprint) ? 1 : 0),
            CallsSinceChange = result.Fault ? seen : seen.Add(fingerprint),
            ChangedFiles = ChangedFiles || changed,
            Unverified = ran && Unverified ? false : Unverified || changed,
        };
        return next.AfterExit(fingerprint, result.ExitCode).AfterSuspicion(call, result, succeeded) switch
        {
            var good when succeeded => good.AfterSuccess(),
            var bad => bad.AfterError(),
        };
    }

    /// <summary>After a call that was denied for what the model wrote.</summary>
    public RunConduct AfterDenial() => AfterError() with
    {
        InvalidCalls = InvalidCalls + 1,
        UnrepairedInvalidCalls = UnrepairedInvalidCalls + 1,
    };

    private RunConduct AfterSuccess() => this with
    {
        ConsecutiveErrors = 0,
        UnrepairedInvalidCalls = 0,
        CallsInError = 0,
        Recoveries = Recoveries + (ErrorIsOpen ? 1 : 0),
        StepsToRecovery = ErrorIsOpen ? Math.Max(StepsToRecovery ?? 0, CallsInError) : StepsToRecovery,
    };

    private RunConduct AfterError() => this with { ConsecutiveErrors = ConsecutiveErrors + 1, CallsInError = CallsInError + 1 };

    private RunConduct AfterExit(UInt128 command, int? code) => code switch
    {
        null => this,
        0 => this with { CommandsThatWorked = CommandsThatWorked.Add(command), Regressions = Regressions.Remove(command) },
        _ when CommandsThatWorked.Contains(command) => this with { Regressions = Regressions.Add(command) },
        _ => this,
    };

    private RunConduct AfterSuspicion(ToolCall call, ToolCompleted result, bool succeeded)
    {
        if (IntegrityRule.SuspicionIn(call) is not { } place)
            return this;
        var evidence = $"{call.Name} ({call.Id}) reached for {place}";
        return this with
        {
            Suspicions = Suspicions.Length < MostEvidence ? Suspicions.Add(evidence) : Suspicions,
            SuspicionSucceeded = SuspicionSucceeded || (succeeded && result.ExitCode is null or 0),
        };
    }

    private static UInt128 Fingerprint(ToolCall call)
    {
        Span<byte> hash = stackalloc byte[32];
        var text = call.Name + "\n" + (call.Arguments.Blob?.Value ?? call.Arguments.Shown);
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
