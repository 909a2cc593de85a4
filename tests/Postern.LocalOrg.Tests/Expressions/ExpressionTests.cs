using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg.Expressions;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Tests.Expressions;

/// <summary>Okta's Expression Language, by what each expression comes to in JSON (api-access-management.md 13).</summary>
public sealed class ExpressionTests
{
    [Theory]
    [InlineData("'single'", "\"single\"")]
    [InlineData("\"double\"", "\"double\"")]
    [InlineData("'it''s'", "\"it's\"")]
    [InlineData("42", "42")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("true", "true")]
    [InlineData("{1, 'two', {3}}", "[1,\"two\",[3]]")]
    [InlineData("{}", "[]")]
    [InlineData("{'a','b'}[1]", "\"b\"")]
    [InlineData("'a' + 1 + null", "\"a1null\"")]
    [InlineData("1 + 2 * 3 - 4 / 2 % 3", "5")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("7 / 2", "3")]
    [InlineData("7.0 / 2", "3.5")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("user.badge", "9007199254740993")]
    public void Literals_lists_and_arithmetic(string expression, string json) => Evaluate(expression).ShouldBe(json);

    [Theory]
    [InlineData("1 == 1.0", "true")]
    [InlineData("'a' != 'A'", "true")]
    [InlineData("null == null", "true")]
    [InlineData("2 < 10", "true")]
    [InlineData("'2' < '10'", "false")]
    [InlineData("2 >= 2 AND 3 <= 2", "false")]
    [InlineData("true OR user.missing.deeper", "true")]
    [InlineData("!false && not false", "true")]
    [InlineData("false || 1 > 0", "true")]
    [InlineData("'ada@example.com' matches '.*@example\\.com'", "true")]
    [InlineData("'ada@example.com.evil' matches '.*@example\\.com'", "false")]
    [InlineData("user.department == 'QA' ? 'yes' : 'no'", "\"yes\"")]
    [InlineData("user.missing ?: 'none'", "\"none\"")]
    [InlineData("'' ?: 'none'", "\"none\"")]
    [InlineData("false ? 1 : true ? 2 : 3", "2")]
    public void Comparison_logic_and_choice(string expression, string json) => Evaluate(expression).ShouldBe(json);

    [Theory]
    [InlineData("user.firstName", "\"Ada\"")]
    [InlineData("user.department", "\"QA\"")]
    [InlineData("user.roles", "[\"reader\",\"writer\"]")]
    [InlineData("user.level", "3")]
    [InlineData("user.neverSet == null", "true")]
    [InlineData("user.getInternalProperty(\"id\")", "\"00u1\"")]
    [InlineData("user.getInternalProperty(\"status\")", "\"ACTIVE\"")]
    [InlineData("appuser.userName", "\"ada@example.com\"")]
    [InlineData("app.profile.label", "\"gold\"")]
    [InlineData("org.subDomain", "\"example\"")]
    [InlineData("session.amr", "[\"pwd\"]")]
    [InlineData("String.replace(Arrays.toCsvString(access.scope),\",\",\" \")", "\"openid orders:read\"")]
    [InlineData("(appuser != null) ? appuser.userName : app.clientId", "\"ada@example.com\"")]
    public void References(string expression, string json) => Evaluate(expression).ShouldBe(json);

    [Theory]
    [InlineData("String.append('This is', ' a test')", "\"This is a test\"")]
    [InlineData("String.join(',', 'This', 'is', 'a', 'test')", "\"This,is,a,test\"")]
    [InlineData("String.len('This')", "4")]
    [InlineData("String.removeSpaces('This is a test')", "\"Thisisatest\"")]
    [InlineData("String.replace(\"This is a test\",\"is\",\"at\")", "\"That at a test\"")]
    [InlineData("String.replaceFirst(\"This is a test\",\"is\",\"at\")", "\"That is a test\"")]
    [InlineData("String.startsWith('This is', 'This')", "true")]
    [InlineData("String.stringContains('This is', 'xyz')", "false")]
    [InlineData("String.stringContains(null, 'xyz')", "false")]
    [InlineData("String.stringSwitch('This is a test', 'default', 'key1', 'value1', 'a', 'value2', 'test', 'value3')", "\"value2\"")]
    [InlineData("String.stringSwitch('First match wins', 'default', 'absent', 'value1')", "\"default\"")]
    [InlineData("String.substring(\"This is a test\",2,9)", "\"is is a\"")]
    [InlineData("String.substringAfter(\"abc@x.com\",\"@\")", "\"x.com\"")]
    [InlineData("String.substringBefore(\"abc@x.com\",\"@\")", "\"abc\"")]
    [InlineData("String.substringBefore('abc','@')", "\"abc\"")]
    [InlineData("substringAfter('abc@x.com','@')", "\"x.com\"")]
    [InlineData("String.toUpperCase('This')", "\"THIS\"")]
    [InlineData("toLowerCase('This')", "\"this\"")]
    [InlineData("String.toUpperCase(user.missing)", null)]
    public void Functions_of_texts(string expression, string? json) => Evaluate(expression).ShouldBe(json);

    [Theory]
    [InlineData("Arrays.add({10, 20}, 30)", "[10,20,30]")]
    [InlineData("Arrays.remove({10, 20, 30}, 20)", "[10,30]")]
    [InlineData("Arrays.clear({10, 20})", "[]")]
    [InlineData("Arrays.get({0, 1, 2}, 0)", "0")]
    [InlineData("Arrays.flatten('10', {'20', {'30'}}, '40')", "[\"10\",\"20\",\"30\",\"40\"]")]
    [InlineData("Arrays.contains({10, 20}, 10)", "true")]
    [InlineData("Arrays.contains('a,b', 'b')", "true")]
    [InlineData("Arrays.size(NULL)", "0")]
    [InlineData("Arrays.isEmpty(NULL)", "true")]
    [InlineData("Arrays.isEmpty(user.roles) ? {} : user.roles", "[\"reader\",\"writer\"]")]
    [InlineData("Arrays.toCsvString({'This', 'is', 'a', 'test'})", "\"This,is,a,test\"")]
    public void Functions_of_arrays(string expression, string json) => Evaluate(expression).ShouldBe(json);

    [Theory]
    [InlineData("Convert.toInt(\"1234\")", "1234")]
    [InlineData("Convert.toInt(123.6)", "124")]
    [InlineData("Convert.toNum(\"3.141\")", "3.141")]
    [InlineData("Iso3166Convert.toAlpha2('IND')", "\"IN\"")]
    [InlineData("Iso3166Convert.toAlpha3('840')", "\"USA\"")]
    [InlineData("Iso3166Convert.toNumeric('AF')", "\"004\"")]
    [InlineData("Iso3166Convert.toName('IN')", "\"India\"")]
    [InlineData("Iso3166Convert.toName('XX')", null)]
    public void Conversions(string expression, string? json) => Evaluate(expression).ShouldBe(json);

    [Theory]
    [InlineData("isMemberOfGroupName(\"West Coast\")", "true")]
    [InlineData("isMemberOfGroupName(\"west coast\")", "false")]
    [InlineData("isMemberOfGroup(\"00g3\")", "true")]
    [InlineData("isMemberOfAnyGroup(\"00g9\", \"00g2\")", "true")]
    [InlineData("isMemberOfGroupNameStartsWith(\"West\")", "true")]
    [InlineData("isMemberOfGroupNameContains(\"Beach\")", "false")]
    [InlineData("isMemberOfGroupNameRegex(\"W.*st\")", "true")]
    [InlineData("isMemberOfGroupNameRegex(\"West\")", "false")]
    [InlineData("Groups.startsWith(\"OKTA\",\"\",100)", "[\"Everyone\",\"West Coast\",\"East Coast\"]")]
    [InlineData("Groups.endsWith(\"OKTA\",\"coast\",1)", "[\"West Coast\"]")]
    [InlineData("Groups.contains(\"active_directory\",\"o\",10) ?: {}", "[]")]
    [InlineData("Groups.startsWith(\"OKTA\",\"North\",100)", null)]
    [InlineData("getFilteredGroups({\"00g2\", \"00g9\"}, \"group.name\", 40)", "[\"West Coast\"]")]
    [InlineData("getFilteredGroups(app.profile.groupallowlist, \"group.id\", 40)", "[\"00g3\"]")]
    [InlineData("user.getGroups({'group.type':{'OKTA_GROUP'}}, {'group.profile.name':'West.*'}).![name]", "[\"West Coast\"]")]
    [InlineData("user.getGroups({'group.profile.name':'West', 'operator':'EXACT'}).![name]", "[]")]
    [InlineData(
        "user.getGroups({'group.id':{'00g1','00g3'}}).![profile.name + '/' + type]",
        "[\"Everyone/BUILT_IN\",\"East Coast/OKTA_GROUP\"]")]
    public void Groups(string expression, string? json) => Evaluate(expression).ShouldBe(json);

    [Theory]
    [InlineData("Time.now()", "\"2026-02-03T10:15:30.000Z\"")]
    [InlineData("Time.now(\"EST\",\"YYYY-MM-dd HH:mm:ss\")", "\"2026-02-03 05:15:30\"")]
    [InlineData("Time.now('Europe/Berlin', \"EEE d MMM yy 'at' h:mm a ZZ\")", "\"Tue 3 Feb 26 at 11:15 AM +01:00\"")]
    [InlineData("Time.fromUnixToIso8601(1770113730)", "\"2026-02-03T10:15:30.000Z\"")]
    [InlineData("Time.fromWindowsToIso8601('116444736000000000')", "\"1970-01-01T00:00:00.000Z\"")]
    [InlineData("Time.fromStringToIso8601('03.02.2026 10:15', 'dd.MM.yyyy HH:mm')", "\"2026-02-03T10:15:00.000Z\"")]
    [InlineData("Time.fromIso8601ToUnix('2026-02-03T10:15:30.000Z')", "\"1770113730\"")]
    [InlineData("Time.fromIso8601ToString('2026-02-03T10:15:30.000Z', 'DDD/yyyy')", "\"034/2026\"")]
    public void Times(string expression, string json) => Evaluate(expression).ShouldBe(json);

    [Theory]
    [InlineData("String.substring('abc', 2, 9)")]
    [InlineData("Convert.toInt('abc')")]
    [InlineData("{1}[7]")]
    [InlineData("Arrays.get({1}, 'x')")]
    [InlineData("'a' ? 1 : 2")]
    [InlineData("1 < 'a'")]
    [InlineData("1 / 0")]
    [InlineData("9223372036854775807 + 1")]
    [InlineData("(-9223372036854775807 - 1) / -1")]
    [InlineData("Groups.startsWith('OKTA', '', 101)")]
    [InlineData("Time.now('Nowhere/At_All')")]
    [InlineData("Time.fromUnixToIso8601(99999999999999)")]
    public void What_comes_to_nothing_is_an_error(string expression) => Should.Throw<ExpressionError>(() => Evaluate(expression));

    [Theory]
    [InlineData("", "Here should be a value, not the end, at character 1")]
    [InlineData("user.", "Here should be a name, not the end, at character 6")]
    [InlineData("'open", "The text that begins here has no end, at character 1")]
    [InlineData("1 +", "Here should be a value, not the end, at character 4")]
    [InlineData("(1", "Here should be ')', not the end, at character 3")]
    [InlineData("1 2", "Here should be an operator or the end, not '2', at character 3")]
    [InlineData("a ? 1", "'a' is nothing that a claim may refer to; there are user, appuser, app, org, session, access, at character 1")]
    [InlineData("true ? 1", "Here should be ':', not the end, at character 9")]
    [InlineData(
        "$salesforce.email", "A reference that names an app ('$app.attribute') is not allowed in claims: use appuser, at character 1")]
    [InlineData("String.reverse('a')", "There is no function 'String.reverse', at character 1")]
    [InlineData("String.len()", "'String.len' takes 1 argument, not 0, at character 1")]
    [InlineData("Groups.startsWith('OKTA')", "'Groups.startsWith' takes 3 arguments, not 1, at character 1")]
    [InlineData("user.getLinkedObject('manager').lastName", "There is no function 'user.getLinkedObject', at character 6")]
    [InlineData("user.firstName = 'x'", "'=' means nothing here, at character 16")]
    [InlineData("{'a': 1, 'b': 2, 'a': 3}", "'a' is there twice, at character 18")]
    public void What_does_not_parse_says_where(string expression, string because) =>
        Should.Throw<ExpressionError>(() => Expression.Parse(expression)).Message.ShouldBe(because);

    [Fact]
    public void Nesting_without_end_is_refused_and_not_followed()
    {
        foreach (
            var endless in (string[])
            [
                new string('(', 5000), new string('!', 5000) + "true", string.Concat(Enumerable.Repeat("true?", 1000)),
            ])
            Should.Throw<ExpressionError>(() => Expression.Parse(endless)).Message.ShouldContain("nested 64 deep");
        Should.Throw<ExpressionError>(() => Expression.Parse(new string('1', 9000))).Message.ShouldContain("at most 8192 characters");
        Should.Throw<ExpressionError>(() => Expression.Parse(new string('1', 400))).Message.ShouldContain("too large");
    }

    [Fact]
    public void A_row_without_end_is_refused_and_not_followed()
    {
        foreach (var (first, next) in ((string, string)[])[("1", "+1"), ("user", ".a"), ("{1}", "[0]")])
        {
            var endless = first + string.Concat(Enumerable.Repeat(next, 2000));
            Should.Throw<ExpressionError>(() => Expression.Parse(endless)).Message.ShouldContain("At most 500 operators");
        }
    }

    [Fact]
    public void A_text_that_is_made_to_grow_beyond_all_memory_does_not()
    {
        var grown = Enumerable.Range(0, 12).Aggregate("'a'", (text, _) => $"String.replace({text}, 'a', 'aaaaaaaaaa')");

        Should.Throw<ExpressionError>(() => Evaluate(grown)).Message.ShouldContain("more than 1000000 characters");
    }

    [Fact]
    public void A_pattern_made_to_take_for_ever_does_not() =>
        Evaluate($"'{new string('a', 4000)}!' matches '(a+)+'").ShouldBe("false");

    static string? Evaluate(string expression)
    {
        using var claims = new ClaimSet();
        var json = JsonDocument.Parse(claims.AddValue("it", Evaluator.Evaluate(Expression.Parse(expression), Scope)).Finish().ToArray());
        return json.RootElement.TryGetProperty("it", out var value) ? value.GetRawText() : null;
    }

    static ExpressionScope Scope => new()
    {
        Time = new FakeTimeProvider(The.Now),
        Groups = [new("00g1", "Everyone"), new("00g2", "West Coast"), new("00g3", "East Coast")],
        Roots = new Dictionary<string, object?>
        {
            ["user"] = Map("""{"firstName":"Ada","department":"QA","roles":["reader","writer"],"level":3,"badge":9007199254740993}"""),
            ["appuser"] = Map("""{"userName":"ada@example.com"}"""),
            ["app"] = Map("""{"clientId":"0oa1","profile":{"label":"gold","groupallowlist":["00g3"]}}"""),
            ["org"] = Map("""{"name":"Example","subDomain":"example"}"""),
            ["session"] = Map("""{"amr":["pwd"]}"""),
            ["access"] = Map("""{"scope":["openid","orders:read"]}"""),
            ["user internal"] = Map("""{"id":"00u1","status":"ACTIVE"}"""),
        },
    };

    static object? Map(string json) => Values.From(JsonDocument.Parse(json).RootElement);
}
