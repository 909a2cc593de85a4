using Microsoft.Testing.Platform.Builder;
using NUnit.VisualStudio.TestAdapter.TestingPlatformAdapter;
using TUnit.Engine.Extensions;

// A project of yours has one framework, which brings a Main of its own. Here it is chosen: Fixtures nunit|mstest|tunit
var builder = await TestApplication.CreateBuilderAsync(args[1..]);
switch (args[0])
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

using var tests = await builder.BuildAsync();
return await tests.RunAsync();
