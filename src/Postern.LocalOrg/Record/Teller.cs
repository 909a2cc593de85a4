using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Postern.LocalOrg.Record;

/// <summary>Tells what was heard: what can be no secret as it was, the rest as fingerprints.</summary>
static class Teller
{
    public static RecordedRequest Tell(HeardRequest heard)
    {
        using ToldWriter told = new();
        return heard.Request with { Sent = Tell(heard.Sent, told), Answered = Tell(heard.Answered, told) };
    }

    static ToldMembers Tell(HeardMessage message, ToldWriter told)
    {
        foreach (var part in message.Parts)
            switch (part.Kind)
            {
                case HeardKind.Member:
                    told.Add(part.Name, part.Text);
                    break;
                case HeardKind.Plain:
                    told.AddPlain(part.Name, part.Text);
                    break;
                case HeardKind.Secret:
                    told.AddSecret(part.Name, part.Text);
                    break;
                case HeardKind.Credentials:
                    AddCredentials(told, part);
                    break;
                case HeardKind.Query:
                    AddQuery(told, part.Text.AsMemory());
                    break;
                case HeardKind.Address:
                    told.AddPlain(part.Name, Told.Address(part.Text));
                    AddParameters(told, part.Text.AsMemory());
                    break;
                case HeardKind.Body when message.Body.IsEmpty:
                    break;
                case HeardKind.Body:
                    AddMembers(told, message.Body.Span);
                    break;
                default:
                    throw new InvalidOperationException($"Nobody tells {part.Kind}.");
            }

        return told.Members();
    }

    static void AddCredentials(ToldWriter told, HeardPart part)
    {
        if (part.Text.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var end)
            told.AddPlain(part.Name, $"{Told.Cut(part.Text[..end])} {Told.Fingerprint(part.Text[(end + 1)..])}");
    }

    static void AddQuery(ToldWriter told, ReadOnlyMemory<char> query)
    {
        foreach (var member in new QueryStringEnumerable(query))
            told.Add(member.DecodeName().Span, member.DecodeValue().Span);
    }

    /// <summary>Of its query, and of its fragment.</summary>
    static void AddParameters(ToldWriter told, ReadOnlyMemory<char> rest)
    {
        for (var next = rest.Span.IndexOfAny('?', '#'); next >= 0; next = rest.Span.IndexOf('#'))
        {
            rest = rest[(next + 1)..];
            var end = rest.Span.IndexOf('#');
            AddQuery(told, end < 0 ? rest : rest[..end]);
        }
    }

    /// <summary>Of JSON that is one object, as far as it goes: members that are no values themselves are left out.</summary>
    static void AddMembers(ToldWriter told, ReadOnlySpan<byte> json)
    {
        Span<char> nameRoom = stackalloc char[128], valueRoom = stackalloc char[256];
        scoped Utf8JsonReader reader = new(json);
        try
        {
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
                return;
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var name = TextOf(ref reader, nameRoom);
                reader.Read();
                var number = ToldNames.NumberOf(name);
                // Most secrets are told from where they stand, without a copy of them.
                if (reader.TokenType is JsonTokenType.String && ToldNames.AreFingerprints(number) && !reader.ValueIsEscaped)
                    told.AddSecret(number, name, reader.ValueSpan);
                else if (reader.TokenType is JsonTokenType.String)
                    told.Add(number, name, TextOf(ref reader, valueRoom));
                else if (reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False
                    && ToldNames.ArePlain(number))
                    told.AddPlain(number, name, Encoding.UTF8.GetString(reader.ValueSpan));
                reader.Skip();
            }
        }
        catch (Exception none) when (none is JsonException or InvalidOperationException)
        {
            // What was no JSON, or only half of it, is told as far as it was.
        }
    }

    /// <summary>Of a name or a text: in that room, where it is long enough.</summary>
    static ReadOnlySpan<char> TextOf(ref Utf8JsonReader reader, Span<char> room) =>
        reader.ValueSpan.Length <= room.Length ? room[..reader.CopyString(room)] : reader.GetString();
}
