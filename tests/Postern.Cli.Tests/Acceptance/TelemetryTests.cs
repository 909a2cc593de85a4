using System.Text.Json;

namespace Postern.Cli.Tests.Acceptance;

/// <summary>Traces and metrics of a running org, by OpenTelemetry's own variables.</summary>
[Trait("Runs", "Last")]
public class TelemetryTests
{
    const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736", Parent = "00f067aa0ba902b7";

    [Fact]
    public async Task A_collector_gets_a_span_and_a_measurement_of_each_request_and_no_secret()
    {
        using var collector = new Collector();
        using var org = Command.StartWith(
            [
                $"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Url}", "OTEL_EXPORTER_OTLP_HEADERS=x-tenant=team",
                "OTEL_RESOURCE_ATTRIBUTES=node=one",
            ],
            "org", "start", "--port", "0", "--output", "json", "--log", "json");
        var url = JsonDocument.Parse((await org.LineAsync())!).RootElement.GetProperty("url").GetString();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{url}/oauth2/default/v1/token?q=hidden-query")
        {
            Content = new FormUrlEncodedContent(
                [new("grant_type", "authorization_code"), new("client_id", "0oa1posternWeb000005"), new("client_secret", "hidden-secret")]),
        };
        request.Headers.Add("traceparent", $"00-{Trace}-{Parent}-01");

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        org.Signal("TERM");
        var said = (await org.EndAsync()).ShouldSucceed();

        collector.Refused.ShouldBeEmpty();
        collector.Header.ShouldBe("team");
        var traces = collector.Exports.Where(export => export.Path == "/v1/traces").SelectMany(export => new Proto(export.Body).All(1));
        var resource = traces.First().All(1).Single().Attributes(1);
        (resource["service.name"], resource["node"]).ShouldBe(("postern", "one"));
        var span = traces.SelectMany(each => each.All(2)).SelectMany(scope => scope.All(2)).Single();
        span.Text(5).ShouldBe("POST /oauth2/{authorizationServerId}/v1/token");
        Convert.ToHexStringLower(span.Bytes(1)).ShouldBe(Trace);
        Convert.ToHexStringLower(span.Bytes(4)).ShouldBe(Parent);
        span.Number(6).ShouldBe(2UL); // SPAN_KIND_SERVER
        var attributes = span.Attributes(9);
        attributes["http.request.method"].ShouldBe("POST");
        attributes["http.route"].ShouldBe("/oauth2/{authorizationServerId}/v1/token");
        attributes["http.response.status_code"].ShouldBe("401");
        attributes["okta.client_id"].ShouldBe("0oa1posternWeb000005");
        attributes["postern.error"].ShouldBe("invalid_client");
        var metrics = collector.Exports.Where(export => export.Path == "/v1/metrics").SelectMany(export => new Proto(export.Body).All(1))
            .SelectMany(each => each.All(2)).SelectMany(scope => scope.All(2)).Select(metric => metric.Text(1));
        metrics.ShouldContain("http.server.request.duration");
        foreach (var (_, body) in collector.Exports)
            System.Text.Encoding.UTF8.GetString(body).ShouldNotContain("hidden");
        said.Error.ShouldContain($"\"traceId\":\"{Trace}\"");
    }

    [Fact]
    public async Task A_collector_that_is_not_there_is_said_once_and_delays_nobody()
    {
        using var org = Command.StartWith(
            ["OTEL_TRACES_EXPORTER=otlp", "OTEL_METRICS_EXPORTER=none", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://127.0.0.1:1/v1/traces"],
            "org", "start", "--port", "0", "--output", "json");
        var url = JsonDocument.Parse((await org.LineAsync())!).RootElement.GetProperty("url").GetString();
        using var http = new HttpClient();

        (await http.GetStringAsync($"{url}/oauth2/default/v1/keys", TestContext.Current.CancellationToken)).ShouldContain("\"kid\"");
        org.Signal("TERM");
        var said = (await org.EndAsync()).ShouldSucceed();

        said.Error.Split('\n').Where(line => line.Contains("Telemetry does not arrive at http://127.0.0.1:1/v1/traces: "))
            .ShouldHaveSingleItem(said.Error);
    }

    [Theory]
    [InlineData("OTEL_TRACES_EXPORTER", "zipkin", "OTEL_TRACES_EXPORTER is zipkin, which postern cannot send to.")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT is no http or https address.")]
    public async Task What_it_cannot_do_it_says(string name, string value, string because) =>
        (await new Run().With(name, value).PosternAsync("org", "start", "--port", "0")).ShouldFail(2, because);
}
