[assembly: EveryTestEnds]

namespace Postern.Tests;

/// <summary>
/// An end for whatever a test waits for, by the machine's clock and long enough for any load: what does not come fails its test with a
/// sentence, instead of holding all of them up.
/// </summary>
static class Patience
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(6);

    public static async Task<T> InTimeAsync<T>(this Task<T> awaited, string what, Func<string>? heard = null)
    {
        await InTimeAsync((Task)awaited, what, heard);
        return await awaited;
    }

    /// <summary>What was heard instead is asked for where it does not come.</summary>
    public static async Task InTimeAsync(this Task awaited, string what, Func<string>? heard = null)
    {
        try
        {
            await awaited.WaitAsync(Longest, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException) when (!awaited.IsCompleted)
        {
            Fail(what, heard);
        }
    }

    /// <summary>For what nobody tells: asked again and again until it is so, with as much as the test does between.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> isSo, Func<string>? heard = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            if (TimeProvider.System.GetElapsedTime(began) > Longest)
                Fail(what, heard);
            await Task.Yield();
        }
    }

    public static Task UntilAsync(string what, Func<bool> isSo, Func<string>? heard = null) =>
        UntilAsync(what, () => Task.FromResult(isSo()), heard);

    static void Fail(string what, Func<string>? heard) =>
        Assert.Fail(
            $"Waited {Longest.TotalSeconds} seconds for {what}. It did not come{(heard is null ? "." : $"; heard instead: {heard()}")}");
}
