namespace Arena.Core.Models.Gates;

/// <summary>
/// Permits for the calls of one model, over all campaigns: calls at a time (<see cref="AdaptiveLimit"/>), calls and tokens a
/// minute (<see cref="RateWindow"/>). Whoever asks names a ticket that is new for every call, and asks again under it until it is
/// granted; so a lost, repeated or late message takes no second permit and gives none back twice. The campaigns are served in
/// turn, the runs of a campaign in the order in which they came, and nobody overtakes a call that is too large for what a minute
/// has left: waiting has an end. A permit whose turn has come is kept for its ticket until that asks again. Whoever goes silent
/// loses place or lease. Time is that of <see cref="TimeProvider.GetTimestamp"/>, which no correction of the clock moves. A call
/// costs O(log n). Not safe for concurrent use; nothing is stored.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class ModelGate(TimeProvider time)
{
    /// <summary>How long a lease lasts without being renewed: 60 s.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(60);

    /// <summary>How long after the told delay a place in the line is kept for who does not ask again: 10 s.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The shortest delay: 10 ms.</summary>
    public static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(10);

    /// <summary>The longest delay, where no pause and no cap per minute asks for a longer one: 5 s.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    // A call to a grain is given up after this, and no message of it comes later.
    private static readonly TimeSpan UsedTime = TimeSpan.FromSeconds(30);

    // The longest that a card lets a call take: after it nobody gives a lapsed lease back.
    private static readonly TimeSpan LapsedTime = TimeSpan.FromHours(24);

    private readonly long began = time.GetTimestamp();
    private readonly Dictionary<string, GateTicket> tickets = new(StringComparer.Ordinal);
    private readonly PriorityQueue<GateTicket, TimeSpan> looks = new();
    private readonly GateQueue queue = new();
    private readonly LinkedList<GateTicket> called = [];
    private readonly RateWindow window = new();
    private AdaptiveLimit? adaptive;
    private GateCaps? lastCaps;
    private int leased;
    private long calledTokens;
    private double meanSeconds = 1;

    /// <summary>Permits that are out, or kept for somebody whose turn has come.</summary>
    public int InUse => leased + called.Count;

    /// <summary>Asks for a permit, or asks again. Asking again for a granted one answers the same lease and keeps it.</summary>
    /// <exception cref="InvalidOperationException">The ticket was given back; a further call needs a further ticket.</exception>
    public PermitAnswer Acquire(PermitAsk ask)
    {
        var now = Begin();
        lastCaps = ask.Caps;
        adaptive ??= new AdaptiveLimit(ask.Caps.Start);
        var ticket = tickets.GetValueOrDefault(ask.Ticket);
        if (ticket is null)
            ticket = tickets[ask.Ticket] = new GateTicket(ask.Ticket, ask.Campaign, ask.Tokens, ask.Caps);
        switch (ticket.Status)
        {
            case GateTicketStatus.Used:
                throw new InvalidOperationException($"Ticket {ask.Ticket} was given back; a further call needs a further ticket.");
            case GateTicketStatus.Leased:
                // Its answer was lost, so its call leaves later than was counted.
                Uncount(ticket);
                return Grant(ticket, now);
            case GateTicketStatus.New or GateTicketStatus.Lapsed:
                Uncount(ticket);
                ticket.Status = GateTicketStatus.Waiting;
                queue.Add(ticket);
                break;
        }

        CallNext(now);
        if (ticket.Status == GateTicketStatus.Called)
        {
            Uncall(ticket);
            leased++;
            return Grant(ticket, now);
        }

        var delay = DelayOf(ticket, now);
        Keep(ticket, now + delay + Patience);
        return new PermitAnswer.Wait(ticket.Id, delay);
    }

    /// <summary>
    /// Keeps a lease for another <see cref="LeaseTime"/>. One that has lapsed, or that this gate does not know because it has lived
    /// elsewhere, is counted again, also past the limit: its call is under way, whatever the gate says. False for one that was
    /// given back or never granted.
    /// </summary>
    public bool Renew(string lease)
    {
        var now = Begin();
        var ticket = tickets.GetValueOrDefault(lease) ?? Adopt(lease, now);
        switch (ticket.Status)
        {
            case GateTicketStatus.New or GateTicketStatus.Lapsed:
                ticket.Status = GateTicketStatus.Leased;
                leased++;
                break;
            case not GateTicketStatus.Leased:
                return false;
        }

        Keep(ticket, now + LeaseTime);
        return true;
    }

    /// <summary>Gives a permit or a place in the line back. Twice is as good as once; after the lease lapsed, its outcome still counts.</summary>
    /// <param name="lease">The lease or the ticket.</param>
    /// <param name="outcome">How the call ended.</param>
    public void Release(string lease, PermitOutcome outcome)
    {
        var now = Begin();
        var ticket = tickets.GetValueOrDefault(lease) ?? Adopt(lease, now);
        switch (ticket.Status)
        {
            case GateTicketStatus.Used:
                return;
            case GateTicketStatus.Waiting:
                queue.Remove(ticket);
                break;
            case GateTicketStatus.Called:
                Uncall(ticket);
                break;
            case GateTicketStatus.Leased:
                leased--;
                meanSeconds += ((now - ticket.GrantedAt).TotalSeconds - meanSeconds) / 8;
                break;
        }

        if (ticket is { Slot: { } slot } && outcome.Tokens is { } real)
            window.Settle(slot, ticket.Tokens, real);
        Learn(ticket, outcome, now);
        ticket.Status = GateTicketStatus.Used;
        Keep(ticket, now + UsedTime);
        CallNext(now);
    }

    /// <summary>The gate as it is now.</summary>
    public GateSnapshot Snapshot()
    {
        var now = Begin();
        return new GateSnapshot(
            adaptive is null ? null : Math.Min(adaptive.Limit, lastCaps?.Concurrency ?? int.MaxValue), lastCaps,
            InUse, queue.Count, window.Requests, window.Tokens,
            adaptive?.IsPaused(now) == true ? time.GetUtcNow() + (adaptive.PausedUntil!.Value - now) : null, adaptive?.Episodes ?? 0);
    }

    // Granted before this gate woke: nothing is known of it but that it is there.
    private GateTicket Adopt(string lease, TimeSpan now) =>
        tickets[lease] = new GateTicket(lease, "", 0, new GateCaps(1, null, null, 1)) { Round = -1, GrantedAt = now };

    private TimeSpan Begin()
    {
        var now = time.GetElapsedTime(began);
        window.Advance(now);
        while (looks.TryPeek(out var ticket, out var at) && at <= now)
        {
            looks.Dequeue();
            // An entry whose time is not the ticket's was replaced by an earlier one.
            if (ticket.LookedAt != at)
                continue;
            ticket.LookedAt = TimeSpan.MaxValue;
            if (ticket.Expires > now)
                Keep(ticket, ticket.Expires);
            else
                Expire(ticket, now);
        }

        return now;
    }

    private void Expire(GateTicket ticket, TimeSpan now)
    {
        switch (ticket.Status)
        {
            case GateTicketStatus.Waiting:
                queue.Remove(ticket);
                break;
            case GateTicketStatus.Called:
                Uncall(ticket);
                break;
            case GateTicketStatus.Leased:
                leased--;
                ticket.Status = GateTicketStatus.Lapsed;
                Keep(ticket, now + LapsedTime);
                return;
        }

        tickets.Remove(ticket.Id);
    }

    // A ticket has one entry; asking again moves only its end, and the entry follows when it is looked at.
    private void Keep(GateTicket ticket, TimeSpan until)
    {
        ticket.Expires = until;
        if (ticket.LookedAt <= until)
            return;
        ticket.LookedAt = until;
        looks.Enqueue(ticket, until);
    }

    private PermitAnswer.Granted Grant(GateTicket ticket, TimeSpan now)
    {
        ticket.Status = GateTicketStatus.Leased;
        ticket.GrantedAt = now;
        ticket.Round = adaptive!.Round;
        ticket.Slot = window.Add(ticket.Tokens);
        Keep(ticket, now + LeaseTime);
        if (InUse >= adaptive.Limit)
            adaptive.Reached();
        return new PermitAnswer.Granted(ticket.Id, time.GetUtcNow() + LeaseTime);
    }

    // Who is next keeps those behind waiting, also where they would fit: else a large call would wait for ever.
    private void CallNext(TimeSpan now)
    {
        while (adaptive?.IsPaused(now) == false && queue.Next is { } next && InUse < Math.Min(adaptive.Limit, next.Caps.Concurrency) && WhenFree(next) is null)
        {
            queue.Take();
            next.Status = GateTicketStatus.Called;
            next.Node = called.AddLast(next);
            calledTokens += next.Tokens;
        }
    }

    // Those who were called leave as soon as they ask, and are counted as if they had.
    private TimeSpan? WhenFree(GateTicket next) => window.WhenDownTo(
        (next.Caps.RequestsPerMinute ?? int.MaxValue) - called.Count - 1L,
        next.Caps.TokensPerMinute is { } most ? most - calledTokens - next.Tokens : long.MaxValue);

    private void Uncall(GateTicket ticket)
    {
        called.Remove(ticket.Node!);
        ticket.Node = null;
        calledTokens -= ticket.Tokens;
    }

    private void Uncount(GateTicket ticket)
    {
        if (ticket.Slot is { } slot)
            window.Remove(slot, ticket.Tokens);
        ticket.Slot = null;
    }

    private void Learn(GateTicket ticket, PermitOutcome outcome, TimeSpan now)
    {
        switch (outcome)
        {
            case PermitOutcome.Succeeded:
                adaptive?.Succeeded(ticket.Round, ticket.Caps.Concurrency, now);
                break;
            case PermitOutcome.Throttled throttled:
                (adaptive ??= new AdaptiveLimit(GateCaps.FirstConcurrency)).Throttled(throttled.Delay, now);
                // The limit may be lower now than what was promised.
                while (called.Last is { Value: var last })
                {
                    Uncall(last);
                    last.Status = GateTicketStatus.Waiting;
                    queue.PutBack(last);
                }

                break;
        }
    }

    private TimeSpan DelayOf(GateTicket ticket, TimeSpan now)
    {
        var turn = TurnOf(ticket);
        if (adaptive!.IsPaused(now))
            return adaptive.PausedUntil!.Value - now + turn;
        // What is under way may give tokens back before the window does.
        return InUse == 0 && queue.Next is { } next && WhenFree(next) is { } free && free - now > turn ? free - now : turn;
    }

    // Half of the time in which its turn should come, at the mean time that permits were held lately.
    private TimeSpan TurnOf(GateTicket ticket)
    {
        var ahead = ticket.Status == GateTicketStatus.Waiting ? queue.Ahead(ticket) : 0;
        var seconds = (ahead + 1) * meanSeconds / Math.Max(1, InUse) / 2;
        return TimeSpan.FromSeconds(Math.Clamp(seconds, ShortestDelay.TotalSeconds, LongestDelay.TotalSeconds));
    }
}
