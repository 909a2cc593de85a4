using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn.Factors;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Factors;

/// <summary>Writes factors in wire order, and what becomes of asking them: management.md 7, api-access-management.md 15.</summary>
sealed class FactorWriter(OrgUrls urls, OrgDirectory directory)
{
    public JsonObject Write(ManagementCall call, User user, EnrolledFactor enrolled)
    {
        var factor = enrolled.Factor;
        JsonObject body = new()
        {
            ["id"] = factor.Id, ["factorType"] = factor.FactorType, ["provider"] = factor.Provider, ["vendorName"] = factor.Provider,
            ["status"] = enrolled.Pending is null ? "ACTIVE" : "PENDING_ACTIVATION",
            ["created"] = Wire.Instant(factor.CreatedAt is 0 ? user.CreatedAt : factor.CreatedAt),
            ["lastUpdated"] = Wire.Instant(factor.LastUpdatedAt is 0 ? user.CreatedAt : factor.LastUpdatedAt),
        };
        if (enrolled.Pending is null || factor.FactorType is not (FactorTypes.Push or FactorTypes.WebAuthn))
            body["profile"] = Profile(factor);
        body["_links"] = Links(call, user, enrolled);
        if (enrolled.Pending is { } pending && Activation(call, user, pending, enrolled.Result) is { } activation)
            body["_embedded"] = new JsonObject { ["activation"] = activation };
        return body;
    }

    public static JsonObject WriteSupported(ManagementCall call, User user, FactorRule rule, List<Factor> enrolled)
    {
        var isEnrolled = enrolled.Exists(factor => factor.FactorType == rule.FactorType && factor.Provider == rule.Provider);
        JsonObject links = new() { ["enroll"] = Wire.Link(Of(call, user), "POST") };
        if (rule.FactorType is FactorTypes.Question)
            links["questions"] = Wire.Link(Of(call, user) + "/questions", "GET");
        JsonObject body = new()
        {
            ["factorType"] = rule.FactorType, ["provider"] = rule.Provider, ["vendorName"] = rule.Provider,
            ["status"] = isEnrolled ? "ACTIVE" : "NOT_SETUP", ["enrollment"] = rule.IsRequired ? "REQUIRED" : "OPTIONAL",
            ["_links"] = links,
        };
        if (rule.FactorType is FactorTypes.Sms or FactorTypes.Call)
            body["_embedded"] = new JsonObject { ["phones"] = Phones(enrolled) };
        return body;
    }

    /// <summary>Of a code that is on its way, or a security key that must sign.</summary>
    public static JsonObject WriteAsked(ManagementCall call, User user, Factor factor, Challenge challenge)
    {
        JsonObject body = new() { ["factorResult"] = "CHALLENGE", ["profile"] = Profile(factor) };
        if (challenge.Nonce is { } nonce)
            body["_embedded"] = new JsonObject
            {
                ["challenge"] = new JsonObject
                {
                    ["challenge"] = nonce, ["userVerification"] = "preferred", ["extensions"] = new JsonObject(),
                },
            };
        body["_links"] = Again(call, user, factor);
        return body;
    }

    public static JsonObject WritePush(ManagementCall call, User user, Factor factor, PushTransaction push)
    {
        JsonObject body = new() { ["factorResult"] = push.Result };
        if (push.Result is FactorResults.Success)
            return body;
        if (push.Result is not FactorResults.Waiting)
        {
            body["_links"] = Again(call, user, factor);
            return body;
        }

        var url = $"{Of(call, user, factor)}/transactions/{push.Id}";
        body["expiresAt"] = Wire.Instant(push.Challenge.ExpiresAt);
        body["profile"] = Profile(factor);
        body["_links"] = new JsonObject { ["poll"] = Wire.Link(url, "GET"), ["cancel"] = Wire.Link(url, "DELETE") };
        if (push.Challenge.CorrectAnswer is { } number)
            body["_embedded"] = new JsonObject { ["challenge"] = new JsonObject { ["correctAnswer"] = number } };
        return body;
    }

    static JsonObject Again(ManagementCall call, User user, Factor factor) => new()
    {
        ["verify"] = Wire.Link(Of(call, user, factor) + "/verify", "POST"),
        ["factor"] = Wire.Link(Of(call, user, factor), "GET", "DELETE"),
    };

    static JsonArray Phones(List<Factor> enrolled) =>
        [.. enrolled.Where(factor => factor.PhoneNumber is not null).DistinctBy(factor => factor.PhoneNumber).Select(Phone)];

    static JsonNode Phone(Factor factor) => new JsonObject
    {
        ["id"] = "mbl" + factor.Id[3..], ["profile"] = new JsonObject { ["phoneNumber"] = factor.PhoneNumber }, ["status"] = "ACTIVE",
    };

    static JsonObject Links(ManagementCall call, User user, EnrolledFactor enrolled)
    {
        var (factor, url) = (enrolled.Factor, Of(call, user, enrolled.Factor));
        JsonObject links = [];
        if (enrolled.Pending is null)
        {
            if (factor.FactorType is FactorTypes.Question)
                links["questions"] = Wire.Link(Of(call, user) + "/questions", "GET");
            else
                links["verify"] = Wire.Link(url + "/verify", "POST");
            links["self"] = Wire.Link(url, "GET", "DELETE");
        }
        else
        {
            if (factor.FactorType is FactorTypes.Push)
                links["poll"] = Wire.Link(url + "/lifecycle/activate/poll", "POST");
            if (FactorKinds.Of(factor) is CodeFactor)
                links["resend"] = new JsonArray(Named(factor.FactorType, url + "/resend"));
            if (factor.FactorType is not FactorTypes.Push)
                links["activate"] = Wire.Link(url + "/lifecycle/activate", "POST");
            links["self"] = Wire.Link(url, "GET");
        }

        links["user"] = Wire.Link(call.Url($"/users/{user.Id}"), "GET");
        return links;
    }

    static JsonObject Named(string name, string href) => new()
    {
        ["name"] = name, ["href"] = href, ["hints"] = new JsonObject { ["allow"] = Wire.Texts(["POST"]) },
    };

    /// <summary>Null: what was sent is all that there is to know.</summary>
    JsonObject? Activation(ManagementCall call, User user, PendingFactor pending, string? result) => pending.Factor.FactorType switch
    {
        FactorTypes.Totp => new()
        {
            ["timeStep"] = 30, ["sharedSecret"] = pending.Factor.Secret, ["encoding"] = "base32", ["keyLength"] = 6,
            ["_links"] = new JsonObject { ["qrcode"] = QrCode(pending.Factor, user) },
        },
        FactorTypes.Push => new()
        {
            ["expiresAt"] = Wire.Instant(pending.Challenge?.ExpiresAt ?? 0), ["factorResult"] = result ?? FactorResults.Waiting,
            ["_links"] = new JsonObject { ["qrcode"] = QrCode(pending.Factor, user) },
        },
        FactorTypes.WebAuthn => SecurityKey(call, user, pending),
        _ => null,
    };

    /// <summary>What a page hands to the browser: WebAuthn section 5.4, with Okta's <c>u2fParams</c>.</summary>
    JsonObject SecurityKey(ManagementCall call, User user, PendingFactor pending) => new()
    {
        ["attestation"] = "direct",
        ["authenticatorSelection"] = new JsonObject { ["userVerification"] = "preferred", ["requireResidentKey"] = false },
        ["challenge"] = pending.Challenge?.Nonce, ["excludeCredentials"] = new JsonArray(),
        ["pubKeyCredParams"] = new JsonArray([.. WebAuthnFactor.Algorithms.Select(
            algorithm => new JsonObject { ["type"] = "public-key", ["alg"] = algorithm })]),
        ["rp"] = new JsonObject { ["name"] = directory.Org.Name }, ["u2fParams"] = new JsonObject { ["appid"] = call.Org },
        ["user"] = new JsonObject { ["displayName"] = user.Name, ["name"] = user.Login, ["id"] = user.Id },
    };

    JsonObject QrCode(Factor factor, User user) =>
        new() { ["href"] = urls.QrCode(user.Id, factor.Id, factor.QrToken), ["type"] = "image/png" };

    static JsonObject Profile(Factor factor) => factor.FactorType switch
    {
        FactorTypes.Sms => new() { ["phoneNumber"] = factor.PhoneNumber },
        FactorTypes.Call => factor.PhoneExtension is { } extension
            ? new() { ["phoneNumber"] = factor.PhoneNumber, ["phoneExtension"] = extension }
            : new() { ["phoneNumber"] = factor.PhoneNumber },
        FactorTypes.Email => new() { ["email"] = factor.Email },
        FactorTypes.Question => Question(factor.Question ?? ""),
        FactorTypes.WebAuthn => new() { ["credentialId"] = factor.CredentialId, ["authenticatorName"] = "Authenticator" },
        FactorTypes.Push => new()
        {
            ["credentialId"] = factor.CredentialId, ["deviceType"] = "SmartPhone_IPhone", ["keys"] = new JsonArray(),
            ["name"] = "Test phone", ["platform"] = "IOS", ["version"] = "17.2",
        },
        _ => new() { ["credentialId"] = factor.CredentialId },
    };

    static JsonObject Question(string question) => QuestionFactor.Questions.TryGetValue(question, out var text)
        ? new() { ["question"] = question, ["questionText"] = text }
        : new() { ["question"] = QuestionFactor.Own, ["questionText"] = question };

    static string Of(ManagementCall call, User user) => call.Url($"/users/{user.Id}/factors");

    static string Of(ManagementCall call, User user, Factor factor) => $"{Of(call, user)}/{factor.Id}";
}
