namespace Postern.Conventions.Tests;

/// <summary>A document that is generated, kept in the repository, and must be up to date.</summary>
static class Accepted
{
    public static void ShouldBe(string file, string generated)
    {
        if (Environment.GetEnvironmentVariable("POSTERN_ACCEPT_DOCS") is "1")
            File.WriteAllText(Repository.PathOf(file), generated);

        var kept = File.Exists(Repository.PathOf(file)) ? Repository.Read(file) : "";
        var differences = generated.Split('\n').Except(kept.Split('\n')).Select(line => "+ " + line)
            .Concat(kept.Split('\n').Except(generated.Split('\n')).Select(line => "- " + line));
        (kept == generated).ShouldBeTrue(
            $"{file} is out of date:\n{string.Join('\n', differences)}\nIf that is meant, run POSTERN_ACCEPT_DOCS=1 dotnet run --project " +
            $"tests/Conventions.Tests and commit {file}.");
    }
}
