using Postern.Local;
using Postern.Samples;

// Runs what the README shows, against an org in this process.
await using var org = await LocalOrg.StartAsync();
var spa = org.Seed.Apps.First(app => app.Kind == AppKind.Spa);

var user = await ApiUnderTest.AskAsync(org.Url, spa.ClientId, "Correct-Horse-9", new(org.Url + "/oauth2/v1/userinfo"));
var accessToken = await InProcessOrg.AccessTokenAsync();

await Console.Out.WriteLineAsync($"{user}\n{accessToken?.Length} characters of access token");
