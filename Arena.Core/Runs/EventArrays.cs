using System.Collections.Immutable;

namespace Arena.Core.Runs;

internal static class EventArrays
{
    public static int FindLastIndex<T>(this ImmutableArray<T> items, Predicate<T> match)
    {
        for (var i = items.Length - 1; i >= 0; i--)
        {
            if (match(items[i]))
                return i;
        }

        return -1;
    }
}
