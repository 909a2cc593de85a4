using Microsoft.Testing.Platform.Builder;
using NUnit.VisualStudio.TestAdapter.TestingPlatformAdapter;
using TUnit.Engine.Extensions;

// A project of yours has one framework, which brings a Main of its own. Here each that is named runs: Fixtures nunit mstest tunit
var failed = 0;
foreach (var framework in args)
{
    var builder = await TestApplication.CreateBuilderAsync(["--no-ansi", "--progress", "off"]);
    switch (framework)
    {
        case "nunit":
            builder.AddNUnit(() => [typeof(Samples.NUnitOrg).Assembly]);
            break;
        case "mstest":
            builder.AddMSTest(() => [typeof(Samples.MSTestOrg).Assembly]);
            break;
        default:
            builder.AddTUnit();
            break;
    }

    Console.WriteLine(framework);
    using var tests = await builder.BuildAsync();
    failed |= await tests.RunAsync();
}

return failed;
