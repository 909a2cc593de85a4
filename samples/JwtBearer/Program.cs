using Postern.Client;
using Postern.LocalOrg;
using Samples;

// What an integration test of the API does: an org in this process, a user's token, a call with it and one without.
await using var org = await LocalOrg.StartAsync();
await using var api = await Api.StartAsync(org.IssuerOf("default"));
var address = new Uri(api.Urls.First() + "/me");

var spa = org.Seed.Apps.First(app => app.Kind == AppKind.Spa);
using var http = new HttpClient(OktaClient.CreateHandler());
var okta = new OktaClient(http, new() { Issuer = org.IssuerOf("default"), ClientId = spa.ClientId, RedirectUri = spa.RedirectUris[0] });
var ada = new CachingTokenSource(okta.SessionTokenFlow.For("ada@example.com", "Correct-Horse-9"));

using var asAda = new HttpClient(new BearerTokenHandler(ada) { InnerHandler = new SocketsHttpHandler() });
using var asNobody = new HttpClient();
var me = await asAda.GetStringAsync(address);
using var refused = await asNobody.GetAsync(address);

await Console.Out.WriteLineAsync($"{me} is let in; nobody is {(int)refused.StatusCode}");

// And every token that is wrong in one way, which the API must refuse.
using var examined = new HttpClient(OktaClient.CreateHandler());
var exam = new ApiExam(examined, new() { Url = address.AbsoluteUri }, (flaw, ct) => org.Tokens.ForgeAsync(new() { Flaw = flaw }, ct));
var report = await exam.RunAsync();
await Console.Out.WriteLineAsync(report.EnsurePassed().Summary);
