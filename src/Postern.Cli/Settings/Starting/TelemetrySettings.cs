using System.CommandLine;
using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>
/// Traces and metrics by OpenTelemetry, which has no flags: its own variables switch it on. Where none does, nothing of it is made.
/// </summary>
sealed class TelemetrySettings : IStartFlags
{
    const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>What the library makes, and what its database's driver does.</summary>
    static readonly string[] Sources = ["Postern.LocalOrg", "Npgsql"];

    public void AddTo(Command command)
    {
        // Its variables are everybody's, and none of ours.
    }

    public IStartChoice Read(ParseResult parse) => new Choice();

    /// <summary>Whether a signal (<c>TRACES</c>, <c>METRICS</c>) is wanted, and can be sent.</summary>
    static bool Wants(string signal, Terminal io)
    {
        if (string.Equals(io.Environment("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
            return false;

        string exporter = $"OTEL_{signal}_EXPORTER", own = $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT";
        if (io.FirstOf(exporter) is { } chosen and not "otlp")
            return chosen is "none"
                ? false
                : throw new UsageException($"{exporter} is {chosen}, which postern cannot send to.", $"Set it to otlp or none.");

        var address = io.FirstOf(own) is { } its ? (Name: own, Url: its) : (Name: Endpoint, Url: io.FirstOf(Endpoint));
        if (address.Url is null)
            return io.FirstOf(exporter) is not null;

        return Uri.TryCreate(address.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? true
            : throw new UsageException(
                $"{address.Name} is no http or https address.", "Write the collector's, such as http://localhost:4318.");
    }

    sealed record Choice : IStartChoice
    {
        public ValueTask<LocalOrgOptions> ApplyAsync(LocalOrgOptions options, Starting starting, CancellationToken ct)
        {
            bool traces = Wants("TRACES", starting.Io), metrics = Wants("METRICS", starting.Io);
            if (traces)
                starting.Owned.Add(new Sent(Sdk.CreateTracerProviderBuilder().AddSource(Sources).ConfigureResource(Describe(starting.Io))
                    .AddOtlpExporter(exporter => Configure(exporter, "TRACES", starting)).Build()));
            if (metrics)
                starting.Owned.Add(new Sent(Sdk.CreateMeterProviderBuilder().AddMeter(Sources).ConfigureResource(Describe(starting.Io))
                    .AddOtlpExporter(exporter => Configure(exporter, "METRICS", starting)).Build()));
            return ValueTask.FromResult(options);
        }

        /// <summary>Whoever names the service in a variable has named it.</summary>
        static Action<ResourceBuilder> Describe(Terminal io) => resource =>
        {
            if (io.FirstOf("OTEL_SERVICE_NAME") is null
                && io.FirstOf("OTEL_RESOURCE_ATTRIBUTES")?.Contains("service.name=", StringComparison.Ordinal) is not true)
                resource.AddService("postern", serviceVersion: typeof(Choice).Assembly.GetName().Version!.ToString(3));
        };

        /// <summary>
        /// HTTP is what the specification has for a default, and a collector that cannot be reached is told: the SDK would keep it to
        /// itself.
        /// </summary>
        static void Configure(OtlpExporterOptions exporter, string signal, Starting starting)
        {
            var io = starting.Io;
            // What is meant for one signal alone this way of the SDK's leaves to us.
            string? Own(string what) => io.FirstOf($"OTEL_EXPORTER_OTLP_{signal}_{what}");
            exporter.Protocol = (Own("PROTOCOL") ?? io.FirstOf("OTEL_EXPORTER_OTLP_PROTOCOL")) is "grpc"
                ? OtlpExportProtocol.Grpc
                : OtlpExportProtocol.HttpProtobuf;
            if (Own("ENDPOINT") is { } endpoint)
                exporter.Endpoint = new(endpoint);
            if (Own("HEADERS") is { } headers)
                exporter.Headers = headers;
            if (int.TryParse(Own("TIMEOUT"), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
                exporter.TimeoutMilliseconds = milliseconds;
            // Certificates of the exporter's own are read by its own client.
            if (io.FirstOf("OTEL_EXPORTER_OTLP_CERTIFICATE", "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE") is null)
                exporter.HttpClientFactory = () => new(new TelemetryDelivery(starting.Log))
                {
                    Timeout = TimeSpan.FromMilliseconds(exporter.TimeoutMilliseconds),
                };
        }
    }

    /// <summary>What is left is sent when the org has ended.</summary>
    sealed class Sent(IDisposable provider) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            provider.Dispose();
            return default;
        }
    }
}
