using Arena.Core.Models;
using Arena.Core.Models.Gates;

namespace Arena.Core.Tests.Models.Gates;

/// <summary>
/// Runs that ask, call, renew, give back and die, over a net that loses, repeats and reorders messages. Keeps its own account of what
/// is out and what has left, and holds the gate against it at every grant.
/// </summary>
internal sealed class GateWorld
{
    // A call to a grain is given up after 30 s, and no message of it comes later.
    private static readonly TimeSpan LatestMessage = TimeSpan.FromSeconds(25);

    private readonly Random random;
    private readonly ManualTime time = new();
    private readonly ModelGate gate;
    private readonly GateCaps caps;
    private readonly List<Run> runs = [];
    private readonly List<(DateTimeOffset Sent, Action Deliver)> net = [];
    private readonly Dictionary<string, DateTimeOffset> leased = [];
    private readonly HashSet<string> revived = [];
    private readonly Dictionary<string, (DateTimeOffset At, long Tokens)> left = [];
    private int tickets;

    public GateWorld(int seed)
    {
        random = new Random(seed);
        gate = new ModelGate(time);
        caps = new GateCaps(random.Next(1, 30), random.Next(3) == 0 ? random.Next(1, 40) : null, random.Next(3) == 0 ? random.Next(100, 5000) : null, 1);
        caps = caps with { Start = random.Next(1, caps.Concurrency + 1) };
        foreach (var n in Enumerable.Range(0, random.Next(1, 40)))
            runs.Add(new Run($"c{n % 3}", NewTicket(), random.Next(1, 1500)));
    }

    public int Grants { get; private set; }

    public void Step()
    {
        time.Advance(TimeSpan.FromMilliseconds(random.Next(8) switch { 0 => random.Next(70_000), < 3 => random.Next(3_000), _ => random.Next(100) }));
        net.RemoveAll(message => time.GetUtcNow() - message.Sent > LatestMessage);
        var run = runs[random.Next(runs.Count)];
        switch (random.Next(10))
        {
            case < 4 when run.Lease is null:
                Send(() => Ask(run, run.Ticket, listens: true), () => Ask(run, run.Ticket, listens: false));
                break;
            case < 6 when run.Lease is { } lease:
                var outcome = Outcome(run);
                Send(() => Release(lease, outcome), () => Release(lease, outcome));
                Begin(run);
                break;
            case 6 when run.Lease is { } lease:
                Send(() => Renew(lease), () => Renew(lease));
                break;
            case 7 when random.Next(4) == 0:
                // The host died; another one makes the call again under another name.
                Begin(run);
                break;
            case 8 when run.Lease is null:
                var given = run.Ticket;
                Send(() => Release(given, new PermitOutcome.Abandoned()), () => Release(given, new PermitOutcome.Abandoned()));
                Begin(run);
                break;
            case 9 when net.Count > 0:
                var late = random.Next(net.Count);
                var deliver = net[late].Deliver;
                net.RemoveAt(late);
                deliver();
                break;
        }
    }

    /// <summary>Everybody goes silent; then every permit must be there again.</summary>
    public void VerifyNothingIsLost()
    {
        net.Clear();
        time.Advance(AdaptiveLimit.LongestPause + ModelGate.LeaseTime + ModelGate.Patience + ModelGate.LongestDelay);
        var now = gate.Snapshot();
        (now.InUse, now.Waiting, now.RequestsLastMinute, now.TokensLastMinute, now.PausedUntil).ShouldBe((0, 0, 0, 0, null));
        for (var n = 0; n < Math.Min(now.Limit ?? 1, caps.RequestsPerMinute ?? int.MaxValue); n++)
            gate.Acquire(new PermitAsk(NewTicket(), "late", 0, caps)).ShouldBeOfType<PermitAnswer.Granted>($"permit {n + 1} of {now.Limit}");
    }

    private string NewTicket() => $"t{++tickets}";

    private void Begin(Run run) => (run.Ticket, run.Lease, run.Tokens) = (NewTicket(), null, random.Next(1, 1500));

    // Lost, late, or there at once; and perhaps once more.
    private void Send(Action deliver, Action again)
    {
        switch (random.Next(12))
        {
            case 0:
                break;
            case 1:
                net.Add((time.GetUtcNow(), again));
                break;
            default:
                deliver();
                break;
        }

        if (random.Next(6) == 0)
            net.Add((time.GetUtcNow(), again));
    }

    private void Ask(Run run, string ticket, bool listens)
    {
        PermitAnswer answer;
        try
        {
            answer = gate.Acquire(new PermitAsk(ticket, run.Campaign, run.Tokens, caps));
        }
        catch (InvalidOperationException) when (run.Ticket != ticket)
        {
            return;
        }

        if (answer is not PermitAnswer.Granted granted)
            return;
        var isNew = !IsOut(ticket);
        leased[ticket] = time.GetUtcNow() + ModelGate.LeaseTime;
        if (isNew)
            revived.Remove(ticket);
        VerifyConcurrency(isNew);
        // An answer that is lost lets no call leave.
        if (!listens || random.Next(8) == 0 || run.Ticket != ticket)
            return;
        run.Lease = granted.Lease;
        left[ticket] = (time.GetUtcNow(), Math.Min(run.Tokens, caps.TokensPerMinute ?? long.MaxValue));
        Grants++;
        VerifyMinute();
    }

    private void Renew(string lease)
    {
        var wasOut = IsOut(lease);
        if (!gate.Renew(lease))
            return;
        if (!wasOut)
            revived.Add(lease);
        leased[lease] = time.GetUtcNow() + ModelGate.LeaseTime;
    }

    private void Release(string lease, PermitOutcome outcome)
    {
        gate.Release(lease, outcome);
        leased.Remove(lease);
        if (outcome.Tokens is { } real && left.TryGetValue(lease, out var call))
            left[lease] = call with { Tokens = Math.Min(real, call.Tokens) };
    }

    private PermitOutcome Outcome(Run run) => random.Next(20) switch
    {
        0 => new PermitOutcome.Throttled(random.Next(2) == 0 ? null : TimeSpan.FromSeconds(random.Next(1, 20))),
        1 => new PermitOutcome.Overloaded(0),
        2 => new PermitOutcome.Failed(null),
        3 => new PermitOutcome.Abandoned(),
        _ => new PermitOutcome.Succeeded(random.NextInt64(0, run.Tokens + 1) is var real && caps.TokensPerMinute is { } most ? Math.Min(real, most) : real),
    };

    private bool IsOut(string lease) => leased.TryGetValue(lease, out var until) && until > time.GetUtcNow();

    // What was given up and came back is past the limit, and so is what was granted under a higher one; nothing new is.
    private void VerifyConcurrency(bool isNew)
    {
        var (now, limit) = (time.GetUtcNow(), gate.Snapshot().Limit!.Value);
        limit.ShouldBeInRange(1, caps.Concurrency);
        leased.Count(lease => lease.Value > now && !revived.Contains(lease.Key)).ShouldBeLessThanOrEqualTo(isNew ? limit : caps.Concurrency);
    }

    private void VerifyMinute()
    {
        var minute = left.Values.Where(call => time.GetUtcNow() - call.At < RateWindow.Length).ToList();
        minute.Count.ShouldBeLessThanOrEqualTo(caps.RequestsPerMinute ?? int.MaxValue);
        minute.Sum(call => call.Tokens).ShouldBeLessThanOrEqualTo(caps.TokensPerMinute ?? long.MaxValue);
    }

    private sealed class Run(string campaign, string ticket, long tokens)
    {
        public string Campaign { get; } = campaign;

        public string Ticket { get; set; } = ticket;

        public long Tokens { get; set; } = tokens;

        public string? Lease { get; set; }
    }
}
