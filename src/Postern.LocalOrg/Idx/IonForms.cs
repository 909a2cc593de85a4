using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Idx;

/// <summary>
/// Writes the forms of one answer: each says where it goes, and has the answer's state handle as its last field (idx.md 4.2).
/// </summary>
/// <param name="org">What their addresses begin with.</param>
/// <param name="stateHandle">The answer's.</param>
/// <param name="problem">What was wrong with the last answer; null: nothing.</param>
sealed class IonForms(string org, string stateHandle, IdxProblem? problem)
{
    const string Accepts = "application/json; okta-version=1.0.0";

    public string Org => org;

    public string StateHandle => stateHandle;

    /// <summary>Whether a field has said what was wrong; where none has, the whole answer must.</summary>
    public bool HasTold { get; private set; }

    /// <param name="name">The step's.</param>
    /// <param name="path">Below <c>/idp/idx/</c>.</param>
    /// <param name="fields">Besides the state handle.</param>
    public JsonObject Form(string name, string path, params IEnumerable<JsonObject> fields) => Of(name, path, null, null, fields);

    /// <summary>About an object of the same answer.</summary>
    public JsonObject About(string member, string name, string path, params IEnumerable<JsonObject> fields) =>
        Of(name, path, member, null, fields);

    /// <summary>To be sent again and again; the time between is in milliseconds.</summary>
    public JsonObject Poll(string? member, string name, string path, int refresh, params IEnumerable<JsonObject> fields) =>
        Of(name, path, member, refresh, fields);

    /// <summary>One that a person fills in, with what was wrong with it.</summary>
    public JsonObject Field(string name, string label, bool isRequired = false, bool isSecret = false)
    {
        JsonObject field = new() { ["name"] = name, ["label"] = label };
        if (isRequired)
            field["required"] = true;
        if (isSecret)
            field["secret"] = true;
        if (problem is { } wrong && !HasTold && (wrong.Field == name || (name is "totp" && wrong.Field is "passcode")))
        {
            HasTold = true;
            field["messages"] = Ion.List([wrong.Said()]);
        }

        return field;
    }

    /// <summary>What an authenticator is answered with.</summary>
    public static JsonObject Credentials(params JsonObject[] fields)
    {
        var credentials = Ion.Nested("credentials", fields);
        credentials["required"] = true;
        return credentials;
    }

    JsonObject Of(string name, string path, string? member, int? refresh, IEnumerable<JsonObject> fields)
    {
        JsonObject form = new() { ["rel"] = new JsonArray("create-form"), ["name"] = name };
        if (member is not null)
            form["relatesTo"] = new JsonArray("$." + member);
        form["href"] = $"{org}/idp/idx/{path}";
        form["method"] = "POST";
        form["produces"] = IdxMedia.Ion;
        if (refresh is { } milliseconds)
            form["refresh"] = milliseconds;
        form["value"] = new JsonArray([.. fields, Ion.Hidden("stateHandle", stateHandle)]);
        form["accepts"] = Accepts;
        return form;
    }
}
