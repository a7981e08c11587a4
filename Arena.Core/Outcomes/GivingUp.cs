using System.Text.RegularExpressions;

namespace Arena.Core.Outcomes;

/// <summary>
/// Tells whether a final answer says that its author stopped with the work undone. It looks for plain statements about the own
/// work only: that something else cannot be done ("the average cannot be computed") is an answer, right or wrong.
/// </summary>
internal static partial class GivingUp
{
    /// <summary>Whether the answer says so.</summary>
    public static bool IsSaidIn(string answer) => Statements().IsMatch(answer.Replace('\u2019', '\''));

    [GeneratedRegex(
        """
        \b(?:I|we)(?:\ (?:have\ to|must|will|am|are|had\ to|have|hereby|now|therefore|reluctantly)|'m|'ll|'ve|'re)*\ (?:give|giving|gave|given)\ up\b
        | \b(?:I\ am|I'm|we\ are|we're|I\ got|I\ remain)\ stuck\b
        | \b(?:I|we)(?:\ (?:was|am|were|are|have\ been|remain)|'m|'re|'ve\ been)\ (?:still\ )?(?:unable|not\ able)\ to\ (?:complete|finish|continue|proceed|go\ on|make\ (?:further\ |any\ )?progress|(?:solve|fix|resolve|do)\ (?:it|this|that|the\ (?:task|problem|issue|bug|failing\ test)))\b
        | \b(?:I|we)\ (?:could\ not|couldn't|cannot|can\ not|can't|did\ not\ manage\ to|didn't\ manage\ to|was\ not\ able\ to|failed\ to)\ (?:complete|finish|continue|proceed|go\ on|make\ (?:further\ |any\ )?progress|(?:solve|fix|resolve|do)\ (?:it|this|that|the\ (?:task|problem|issue|bug|failing\ test)))\b
        | \bthe\ task\ (?:could\ not|couldn't|cannot|can\ not|can't|was\ not|remains)\ (?:be\ )?(?:completed|finished|done|undone|incomplete|unfinished)\b
        | \b(?:I|we)(?:\ have|'ve)?\ (?:ran|run)\ out\ of\ (?:ideas|options|turns|time)\b
        | \b(?:I|we)(?:'ll|\ will|\ have\ to|\ must)?\ stop\ here\ (?:without|with\ the\ (?:task|work)|unfinished|before)\b
        | \b(?:my|the)\ work\ is\ (?:incomplete|unfinished|not\ (?:done|finished|complete))\b
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Statements();
}
