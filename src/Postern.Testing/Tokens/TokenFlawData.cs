using Postern.LocalOrg;

namespace Postern.Testing;

/// <summary>
/// The flaws of tokens as theory data, in the one shape that test frameworks share: <c>MemberData</c> of xUnit, <c>TestCaseSource</c> of
/// NUnit and <c>DynamicData</c> of MSTest take the tables, <c>MethodDataSource</c> of TUnit the methods.
/// </summary>
public static class TokenFlawData
{
    /// <summary>A row for each that an API must refuse with 401; a missing scope, which is 403, is none of them.</summary>
    public static IEnumerable<object[]> Refused => RefusedFlaws().Select(Row);

    /// <summary>A row for each there is, also for those that no rule has an API refuse.</summary>
    public static IEnumerable<object[]> All => AllFlaws().Select(Row);

    /// <summary>What is in <see cref="Refused"/>.</summary>
    public static IEnumerable<TokenFlaw> RefusedFlaws() =>
        TokenFlaws.All.Where(flaw => flaw is { MustBeRefused: true, Status: 401 }).Select(flaw => flaw.Flaw);

    /// <summary>What is in <see cref="All"/>.</summary>
    public static IEnumerable<TokenFlaw> AllFlaws() => TokenFlaws.All.Select(flaw => flaw.Flaw);

    static object[] Row(TokenFlaw flaw) => [flaw];
}
