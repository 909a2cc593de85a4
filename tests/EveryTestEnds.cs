using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

namespace Postern.Tests;

/// <summary>
/// The last resort behind <see cref="Patience"/>: a test that runs as long as none can is cancelled, so that it fails by its name where it
/// waits.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
sealed class EveryTestEndsAttribute : BeforeAfterTestAttribute
{
    // Native publishing alone takes two minutes on two cores that are idle.
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(25);

    readonly ConcurrentDictionary<string, ITimer> _running = [];

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        var context = TestContext.Current;
        _running[test.UniqueID] = TimeProvider.System.CreateTimer(
            _ => context.CancelCurrentTest(), null, Longest, Timeout.InfiniteTimeSpan);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (_running.TryRemove(test.UniqueID, out var timer))
            timer.Dispose();
    }
}
