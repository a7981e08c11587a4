using System.Text;

namespace Arena.Simulation.Answers;

/// <summary>Cuts a text into the pieces that a stream sends it in.</summary>
public static class TextPieces
{
    private const int Length = 24;

    /// <summary>Pieces of some two dozen characters, none of which is cut in the middle.</summary>
    public static IEnumerable<string> Of(string text)
    {
        var piece = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            piece.Append(rune.ToString());
            if (piece.Length < Length)
                continue;
            yield return piece.ToString();
            piece.Clear();
        }

        if (piece.Length > 0)
            yield return piece.ToString();
    }
}
