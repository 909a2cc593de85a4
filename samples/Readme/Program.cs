using Postern.Client;
using Postern.LocalOrg;
using Samples;

// Runs what the README shows, against an org in this process.
await using var org = await LocalOrg.StartAsync();
var spa = org.Seed.Apps.First(app => app.Kind == AppKind.Spa);

var user = await ApiUnderTest.AskAsync(org.Url, spa.ClientId, "Correct-Horse-9", new(org.Url + "/oauth2/v1/userinfo"));
var accessToken = await InProcessOrg.AccessTokenAsync();
using var http = new HttpClient(OktaClient.CreateHandler());
var okta = new OktaClient(
    http, new() { Issuer = org.IssuerOf("default"), ClientId = spa.ClientId, RedirectUri = spa.RedirectUris[0], Time = org.Clock });
var idToken = await SecondFactor.IdTokenAsync(okta, org);

var byInteraction = await IdentityEngine.IdTokenAsync("Correct-Horse-9");

var file = Path.GetTempFileName();
await RecordedRun.RecordAsync(file, okta.Options, "Correct-Horse-9");
var playedToken = await RecordedRun.PlayAsync(file, okta.Options);
File.Delete(file);

var withKeys = await SecurityKeyOrg.UrlAsync();

await Console.Out.WriteLineAsync(
    $"{user}\n{accessToken?.Length} characters of access token\n{idToken?.Length} characters of ID token\n" +
    $"{byInteraction?.Length} by an interaction\n{playedToken?.Length} played back\nsecurity keys at {withKeys}");
