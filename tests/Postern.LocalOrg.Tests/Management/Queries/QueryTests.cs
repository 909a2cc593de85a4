using System.Text.Json.Nodes;
using Postern.LocalOrg.Management.Queries;

namespace Postern.LocalOrg.Tests.Management.Queries;

/// <summary>The grammar of <c>filter</c> and <c>search</c>: management.md 3.2.</summary>
public sealed class QueryTests
{
    const string Resource =
        """{"id":"x1","status":"ACTIVE","created":"2026-03-02T12:47:28.000Z","size":7,"on":true,"tags":["Red","blue"],"profile":{"name":"Élan vital","note":"say \"hi\""}}""";

    [Theory]
    [InlineData("status eq \"active\"", true)]
    [InlineData("status EQ \"ACTIVE\" AND size Gt 6", true)]
    [InlineData("status eq \"x\" or status eq \"ACTIVE\" and size gt 7", false)]
    [InlineData("(status eq \"x\" or status eq \"ACTIVE\") and size ge 7", true)]
    [InlineData("not (size lt 7)", true)]
    [InlineData("size ne 7", false)]
    [InlineData("size eq \"7\"", true)]
    [InlineData("on eq true", true)]
    [InlineData("on eq \"true\"", true)]
    [InlineData("tags eq \"red\"", true)]
    [InlineData("tags eq \"green\"", false)]
    [InlineData("profile.name sw \"élan\"", true)]
    [InlineData("profile.name eq \"elan vital\"", false)]
    [InlineData("profile.name ew \"TAL\"", true)]
    [InlineData("profile.name co \"n v\"", true)]
    [InlineData("profile.note co \"\\\"hi\\\"\"", true)]
    [InlineData("profile.none pr", false)]
    [InlineData("profile.none eq null", false)]
    [InlineData("profile.name pr", true)]
    [InlineData("created gt \"2026-03-02T12:47:27Z\"", true)]
    [InlineData("created eq \"2026-03-02T13:47:28+01:00\"", true)]
    [InlineData("created lt \"2026-03-02T12:47:28.000Z\"", false)]
    public void It_holds_or_not(string query, bool holds) =>
        Query.Parse(query).Matches((JsonObject)JsonNode.Parse(Resource)!, StringComparison.OrdinalIgnoreCase).ShouldBe(holds);

    [Theory]
    [InlineData("")]
    [InlineData("status")]
    [InlineData("status eq")]
    [InlineData("status is \"x\"")]
    [InlineData("status eq 'x'")]
    [InlineData("status eq \"x")]
    [InlineData("status eq \"\\x\"")]
    [InlineData("(status pr")]
    [InlineData("status pr)")]
    [InlineData("status pr and")]
    [InlineData("not status pr")]
    [InlineData("\"status\" pr")]
    [InlineData("status eq ACTIVE")]
    [InlineData("status 0 \"x\"")]
    public void What_is_no_query_is_refused(string query) => Should.Throw<QueryError>(() => Query.Parse(query));

    [Fact]
    public void A_query_goes_only_so_deep() =>
        Should.Throw<QueryError>(() => Query.Parse(new string('(', 4000) + "id pr" + new string(')', 4000)));
}
