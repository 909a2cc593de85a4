using Microsoft.Playwright;
using Postern.Browser.Tests;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Postern.Browser.Tests;

/// <summary>
/// The distribution's Chromium, or Playwright's own where there is none, started once for all tests; each test gets a profile of its own.
/// The build that has no windows comes first: the other one draws all of them for nobody, and costs three times as much.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    // The browser's own errands would go to the network; a test's browser has none.
    static readonly string[] Arguments =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync",
        ];

    /// <summary>What never comes fails its test instead of holding all of them up; long enough for any load.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    static readonly string[] Executables = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser"];

    IPlaywright? _playwright;
    string? _executable;
    IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        // Of a busy machine: what will come is waited for, and what will not is a failure all the same.
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        var executable = Executables.FirstOrDefault(IsBrowser) ?? _playwright.Chromium.ExecutablePath;
        if (!File.Exists(executable))
            return;
        Assertions.SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);
        _executable = executable;
        _browser = await LaunchAsync(null);
    }

    /// <summary>Runs a test's steps in a browser of its own, whose user has this home and so trusts what is trusted there.</summary>
    public async Task InPageAsync(Func<IPage, Task> steps, string home)
    {
        SkipWithoutBrowser();
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!);
        environment["HOME"] = home;
        await using var browser = await LaunchAsync(environment);
        await InPageAsync(browser, steps, javaScript: true);
    }

    /// <summary>Runs a test's steps in a fresh profile, and leaves a picture of the page where they fail.</summary>
    public Task InPageAsync(Func<IPage, Task> steps, bool javaScript)
    {
        SkipWithoutBrowser();
        return InPageAsync(_browser!, steps, javaScript);
    }

    void SkipWithoutBrowser() =>
        Assert.SkipWhen(_browser is null, "Chromium is not installed: run ./test once, or apt-get install chromium on Debian.");

    Task<IBrowser> LaunchAsync(Dictionary<string, string>? environment) => _playwright!.Chromium.LaunchAsync(
        new() { ExecutablePath = _executable, Args = Arguments, Timeout = (float)Patience.TotalMilliseconds, Env = environment });

    static async Task InPageAsync(IBrowser browser, Func<IPage, Task> steps, bool javaScript)
    {
        await using var context = await browser.NewContextAsync(new() { JavaScriptEnabled = javaScript });
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        var page = await context.NewPageAsync();
        await InPageAsync(page, () => steps(page));
    }

    public Task InPageAsync(Func<IPage, Task> steps) => InPageAsync(steps, javaScript: true);

    /// <summary>A page in a profile of its own, for several tests one after the other; whoever opened it ends its context.</summary>
    public async Task<IPage> NewPageAsync()
    {
        SkipWithoutBrowser();
        var context = await _browser!.NewContextAsync();
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        return await context.NewPageAsync();
    }

    /// <summary>Runs a test's steps in a page that is there already, and leaves a picture of it where they fail.</summary>
    public static async Task InPageAsync(IPage page, Func<Task> steps)
    {
        try
        {
            await steps();
        }
        catch
        {
            _ = await page.ScreenshotAsync(new() { Path = Picture(), FullPage = true });
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Ubuntu puts a script there that starts a snap, which sees no profile in a temporary folder.</summary>
    static bool IsBrowser(string path) =>
        File.Exists(path) && !File.ReadLines(path).Take(100).Any(line => line.Contains("/snap/", StringComparison.Ordinal));

    static string Picture()
    {
        var name = string.Concat(
            TestContext.Current.Test!.TestDisplayName.Split('.')[^1].Select(letter => char.IsLetterOrDigit(letter) ? letter : '_'));
        return Path.Combine(Repository.Root, "artifacts", "screenshots", name + ".png");
    }
}
