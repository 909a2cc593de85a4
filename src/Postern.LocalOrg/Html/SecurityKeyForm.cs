using System.Text.Json.Nodes;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.Html;

/// <summary>
/// A step that the browser's authenticators fill in (WebAuthn sections 5.4, 5.5), by the one script that our pages have: nothing else can
/// ask them.
/// </summary>
static class SecurityKeyForm
{
    const string Form = "security-key";

    /// <summary>Whether the page of this state has one.</summary>
    public static bool IsIn(SignInState state) => state switch
    {
        SignInState.FactorChallenged challenged => challenged.Factor.FactorType is FactorTypes.WebAuthn,
        SignInState.Enrolling enrolling => enrolling.Factor.FactorType is FactorTypes.WebAuthn,
        _ => false,
    };

    /// <summary>One of the user's keys, whichever is at hand, signs.</summary>
    public static string Sign(SignInState.FactorChallenged state) => Fields(
        "Use your security key", "get",
        new()
        {
            ["challenge"] = state.Transaction.Challenge?.Nonce, ["userVerification"] = "preferred",
            ["allowCredentials"] = Known(state.Any ?? [state.Factor]),
        },
        "client_data", "authenticator_data", "signature_data");

    /// <summary>A key makes a credential for this org alone.</summary>
    public static string Make(SignInState.Enrolling state, string orgName)
    {
        var user = state.Credentials!.User;
        return Fields(
            "Register your security key", "create",
            new()
            {
                ["rp"] = new JsonObject { ["name"] = orgName },
                ["user"] = new JsonObject { ["id"] = user.Id, ["name"] = user.Login, ["displayName"] = user.Name },
                ["challenge"] = state.Transaction.Challenge?.Nonce,
                ["pubKeyCredParams"] = new JsonArray(
                [
                    .. WebAuthnFactor.Algorithms.Select(algorithm => new JsonObject { ["type"] = "public-key", ["alg"] = algorithm }),
                ]),
                ["authenticatorSelection"] = new JsonObject { ["userVerification"] = "preferred" },
                ["excludeCredentials"] = Known(state.Enrolled),
            },
            "client_data", "attestation");
    }

    /// <summary>After the form. The nonce lets it run.</summary>
    public static string Script(string nonce) => $"<script nonce=\"{nonce}\">{Asking}</script>";

    static JsonArray Known(IEnumerable<Factor> factors) => new(
    [
        .. factors.Where(factor => factor.PublicKey is not null).Select(
            factor => new JsonObject { ["type"] = "public-key", ["id"] = factor.CredentialId }),
    ]);

    static string Fields(string button, string call, JsonObject options, params IEnumerable<string> answers) =>
        $"""
         <p id="{Form}-problem" role="status">Have your security key ready, then go on.</p>
         <noscript><p>A security key needs a script: allow it on this page, or choose another factor.</p></noscript>
         {string.Join('\n', answers.Select(name => $"<input type=\"hidden\" name=\"{name}\" value=\"\">"))}
         <button type="submit" id="{Form}" data-call="{call}" data-options="{Escape.Html(options.ToJsonString())}"{Page.Focus}>{button}</button>
         """;

    // The names that WebAuthn has for what it answers, and those that the form has.
    const string Asking =
        """

        (function () {
          var button = document.getElementById('security-key'), form = button.form, problem = document.getElementById('security-key-problem');
          function bytes(text) {
            var binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
            return Uint8Array.from(binary, function (letter) { return letter.charCodeAt(0); });
          }
          function known(key) { return { type: key.type, id: bytes(key.id) }; }
          function fill(name, buffer) {
            if (buffer && form.elements[name])
              form.elements[name].value = btoa(String.fromCharCode.apply(null, new Uint8Array(buffer)));
          }
          function options() {
            var asked = JSON.parse(button.dataset.options);
            asked.challenge = bytes(asked.challenge);
            if (asked.user) asked.user.id = new TextEncoder().encode(asked.user.id);
            if (asked.allowCredentials) asked.allowCredentials = asked.allowCredentials.map(known);
            if (asked.excludeCredentials) asked.excludeCredentials = asked.excludeCredentials.map(known);
            return { publicKey: asked };
          }
          form.addEventListener('submit', function (event) {
            event.preventDefault();
            if (!navigator.credentials) {
              problem.textContent = 'This browser lets no page use security keys here.';
              return;
            }
            navigator.credentials[button.dataset.call](options()).then(function (made) {
              fill('client_data', made.response.clientDataJSON);
              fill('attestation', made.response.attestationObject);
              fill('authenticator_data', made.response.authenticatorData);
              fill('signature_data', made.response.signature);
              form.submit();
            }, function (error) { problem.textContent = 'The security key did not answer: ' + error.message; });
          });
        })();

        """;
}
