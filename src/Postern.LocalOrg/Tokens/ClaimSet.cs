using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Postern.LocalOrg.Directory;
using Postern.Protocol;

namespace Postern.LocalOrg.Tokens;

/// <summary>Writes a JSON object of claims in the order they are added.</summary>
sealed class ClaimSet : IDisposable
{
    static readonly JsonWriterOptions AsOktaWrites = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    readonly ArrayBufferWriter<byte> _buffer = new(768);
    readonly Utf8JsonWriter _json;

    public ClaimSet()
    {
        _json = new(_buffer, AsOktaWrites);
        _json.WriteStartObject();
    }

    public ClaimSet Add(string name, string? value)
    {
        if (value is not null)
            _json.WriteString(name, value);
        return this;
    }

    public ClaimSet Add(string name, long value)
    {
        _json.WriteNumber(name, value);
        return this;
    }

    public ClaimSet Add(string name, bool value)
    {
        _json.WriteBoolean(name, value);
        return this;
    }

    /// <summary>Of whatever kind; null is left out, and an array stays one.</summary>
    public ClaimSet AddValue(string name, object? value)
    {
        if (value is null)
            return this;

        _json.WritePropertyName(name);
        Write(value);
        return this;
    }

    public ClaimSet Add(string name, IEnumerable<string> values)
    {
        _json.WriteStartArray(name);
        foreach (var value in values)
            _json.WriteStringValue(value);
        _json.WriteEndArray();
        return this;
    }

    /// <summary>The key that the token is bound to: RFC 9449 section 6.1.</summary>
    public ClaimSet AddConfirmation(string thumbprint)
    {
        _json.WriteStartObject(Claims.Confirmation);
        _json.WriteString(Claims.KeyThumbprint, thumbprint);
        _json.WriteEndObject();
        return this;
    }

    /// <summary>
    /// Every claim that is given, but those that thin tokens have elsewhere, in the order Okta's userinfo has them (oidc.md 10.1, 13).
    /// </summary>
    public ClaimSet AddUser(User user, UserClaims given)
    {
        if (!given.IsThin)
            AddIf("name", user.Name);
        AddIf("locale", user.Locale);
        if (!given.IsThin)
        {
            AddIf("email", user.Email);
            AddIf(Claims.PreferredUsername, user.Login);
        }

        AddIf("given_name", user.FirstName);
        AddIf("family_name", user.LastName);
        AddIf("zoneinfo", user.TimeZone);
        if (given.Has("updated_at"))
            Add("updated_at", user.CreatedAt);
        if (given.Has("email_verified"))
            Add("email_verified", true);
        AddIf("phone_number", user.Phone);
        return this;

        void AddIf(string name, string? value)
        {
            if (given.Has(name))
                Add(name, value);
        }
    }

    void Write(object? value)
    {
        switch (value)
        {
            case null: _json.WriteNullValue(); break;
            case string text: _json.WriteStringValue(text); break;
            case bool truth: _json.WriteBooleanValue(truth); break;
            case long number: _json.WriteNumberValue(number); break;
            case double number: _json.WriteNumberValue(number); break;
            case IReadOnlyDictionary<string, object?> map: Write(map); break;
            case IEnumerable<object?> list: Write(list); break;
        }
    }

    void Write(IReadOnlyDictionary<string, object?> map)
    {
        _json.WriteStartObject();
        foreach (var (name, value) in map)
        {
            _json.WritePropertyName(name);
            Write(value);
        }

        _json.WriteEndObject();
    }

    void Write(IEnumerable<object?> list)
    {
        _json.WriteStartArray();
        foreach (var item in list)
            Write(item);
        _json.WriteEndArray();
    }

    public ReadOnlySpan<byte> Finish()
    {
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan;
    }

    public void Dispose() => _json.Dispose();
}
