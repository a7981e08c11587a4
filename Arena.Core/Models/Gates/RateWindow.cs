namespace Arena.Core.Models.Gates;

/// <summary>
/// Calls that left in the last minute, and their tokens. Time is cut into slots of 100 ms, and a slot counts until its last
/// moment is 60 s old: what is counted is never less than what left in the 60 s before, so that sums kept below a cap keep every
/// window of 60 s below it. Costs the same however many calls there are. Times are those of the caller's clock from its start.
/// </summary>
public sealed class RateWindow
{
    /// <summary>How long a call counts, at least: 60 s.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan SlotLength = TimeSpan.FromMilliseconds(100);
    private static readonly int Slots = (int)(Length / SlotLength) + 1;

    private readonly int[] requests = new int[Slots];
    private readonly long[] tokens = new long[Slots];
    private long current;

    /// <summary>Calls that count.</summary>
    public int Requests { get; private set; }

    /// <summary>Tokens that count.</summary>
    public long Tokens { get; private set; }

    /// <summary>Lets go of what is too old.</summary>
    public void Advance(TimeSpan now)
    {
        var slot = now.Ticks / SlotLength.Ticks;
        if (slot - current >= Slots)
        {
            Array.Clear(requests);
            Array.Clear(tokens);
            (Requests, Tokens, current) = (0, 0, slot);
        }

        while (current < slot)
        {
            var i = ++current % Slots;
            Requests -= requests[i];
            Tokens -= tokens[i];
            (requests[i], tokens[i]) = (0, 0);
        }
    }

    /// <summary>Counts a call that leaves at the time of the last <see cref="Advance"/>.</summary>
    /// <returns>Its slot, for <see cref="Settle"/> and <see cref="Remove"/>.</returns>
    public long Add(long count)
    {
        requests[current % Slots]++;
        tokens[current % Slots] += count;
        Requests++;
        Tokens += count;
        return current;
    }

    /// <summary>Puts what a call really took in place of what was counted for it. A call that no longer counts changes nothing.</summary>
    public void Settle(long slot, long counted, long real)
    {
        if (!IsCounted(slot))
            return;
        tokens[slot % Slots] += real - counted;
        Tokens += real - counted;
    }

    /// <summary>Takes a call out, so that it can be counted at a later time instead.</summary>
    public void Remove(long slot, long counted)
    {
        if (!IsCounted(slot))
            return;
        Settle(slot, counted, 0);
        requests[slot % Slots]--;
        Requests--;
    }

    /// <summary>When so many calls and tokens will have been let go of that no more than this is left; null where none need be.</summary>
    /// <param name="mostRequests">Calls that may be left.</param>
    /// <param name="mostTokens">Tokens that may be left.</param>
    public TimeSpan? WhenDownTo(long mostRequests, long mostTokens)
    {
        var (leftRequests, leftTokens) = ((long)Requests, Tokens);
        TimeSpan? when = null;
        for (var slot = Math.Max(0, current - Slots + 1); (leftRequests > mostRequests || leftTokens > mostTokens) && slot <= current; slot++)
        {
            leftRequests -= requests[slot % Slots];
            leftTokens -= tokens[slot % Slots];
            when = (slot + Slots) * SlotLength;
        }

        return when;
    }

    private bool IsCounted(long slot) => current - slot < Slots;
}
