namespace Arena.Core.Models;

/// <summary>
/// A fixed number of permits with a queue: who asks first is served first. A lease that nobody renews comes back by itself, and so
/// does a place in the queue that nobody asks for. Not safe for concurrent use.
/// </summary>
public sealed class PermitPool(TimeProvider time)
{
    /// <summary>How long a lease lasts without being renewed: 60 s.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(60);

    /// <summary>How long whoever waits should wait before asking again: 50 ms.</summary>
    public static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan TicketTime = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, DateTimeOffset> leases = [];
    private readonly LinkedList<Place> queue = [];
    private readonly Dictionary<string, LinkedListNode<Place>> places = [];

    /// <summary>Permits that are out.</summary>
    public int Leased => leases.Count;

    /// <summary>Asks for a permit.</summary>
    /// <param name="run">Who asks; a run holds one permit at the most, so that asking again after a lost answer takes no second one.</param>
    /// <param name="concurrency">The most permits at a time.</param>
    public PermitAnswer Acquire(string run, int concurrency)
    {
        var now = time.GetUtcNow();
        // Looking for what has expired costs a walk over all leases: only where somebody would have to wait otherwise.
        if (leases.Count >= concurrency || queue.First is not null)
            Expire(now);
        if (leases.ContainsKey(run))
            return Grant(run, now);
        if (!places.TryGetValue(run, out var place))
            place = places[run] = queue.AddLast(new Place(run));
        place.Value.Expires = now + TicketTime;
        if (leases.Count >= concurrency || IsBehind(place, concurrency - leases.Count))
            return new PermitAnswer.Wait(run, AskAgain);
        queue.Remove(place);
        places.Remove(run);
        return Grant(run, now);
    }

    /// <summary>Gives a permit back.</summary>
    public void Release(string lease) => leases.Remove(lease);

    /// <summary>Keeps a permit; false where it has expired.</summary>
    public bool Renew(string lease)
    {
        var now = time.GetUtcNow();
        if (!leases.TryGetValue(lease, out var expires) || expires <= now)
            return false;
        leases[lease] = now + LeaseTime;
        return true;
    }

    private PermitAnswer.Granted Grant(string run, DateTimeOffset now)
    {
        leases[run] = now + LeaseTime;
        return new PermitAnswer.Granted(run);
    }

    // The free permits belong to the first in the queue, also where those have not come back yet.
    private bool IsBehind(LinkedListNode<Place> place, int free)
    {
        for (var before = place.Previous; before is not null; before = before.Previous)
        {
            if (--free <= 0)
                return true;
        }

        return false;
    }

    private void Expire(DateTimeOffset now)
    {
        foreach (var (lease, expires) in leases)
        {
            if (expires <= now)
                leases.Remove(lease);
        }

        while (queue.First is { } first && first.Value.Expires <= now)
        {
            queue.RemoveFirst();
            places.Remove(first.Value.Run);
        }
    }

    private sealed class Place(string run)
    {
        public string Run { get; } = run;

        public DateTimeOffset Expires { get; set; }
    }
}
