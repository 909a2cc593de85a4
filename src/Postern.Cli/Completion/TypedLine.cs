using System.Text;

namespace Postern.Cli;

/// <summary>
/// A command line up to the cursor, behind the command's own name: its words, and the beginning of the one that is being typed.
/// </summary>
sealed record TypedLine(IReadOnlyList<string> Words, string Current)
{
    /// <summary>Quotes and backslashes are the shells': what they hold together is one word.</summary>
    /// <remarks>Null where not even the command's own name is complete.</remarks>
    public static TypedLine? Read(string text)
    {
        List<string> words = [];
        var word = new StringBuilder();
        var (quote, isWord) = ('\0', false);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (quote is '\0' && char.IsWhiteSpace(letter))
            {
                if (isWord)
                    words.Add(word.ToString());
                word.Clear();
                isWord = false;
                continue;
            }

            isWord = true;
            if (quote is '\0' ? letter is '\'' or '"' : letter == quote)
                quote = quote is '\0' ? letter : '\0';
            else
                word.Append(letter is '\\' && quote is not '\'' && i + 1 < text.Length ? text[++i] : letter);
        }

        return words.Count > 0 ? new([.. words.Skip(1)], word.ToString()) : null;
    }
}

/// <summary>What could stand at the cursor, and what it is.</summary>
sealed record Candidate(string Text, string About = "");
