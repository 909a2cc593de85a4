using System.Globalization;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Queries;
using Postern.LocalOrg.SignIn;

namespace Postern.LocalOrg.Management.Users;

/// <summary>
/// Finds the ids of users of whom a query may be true, by the index: of all terms that must hold the one that fewest have. Whether it is
/// true is looked at with the users themselves.
/// </summary>
sealed class UserCandidates(UserRecords records)
{
    /// <summary>More than these are counted as many.</summary>
    const int Many = 5000;

    static readonly Dictionary<string, string> Instants = new(StringComparer.Ordinal)
    {
        ["created"] = "created_at", ["lastUpdated"] = "last_updated_at", ["activated"] = "activated_at",
        ["statusChanged"] = "status_changed_at",
    };

    int _names;

    /// <summary>Null: everybody may be meant.</summary>
    public async Task<UserIds?> OfAsync(Query query, CancellationToken ct) => query switch
    {
        Query.And and => await FewestAsync(and, ct),
        Query.Or or => await AnyAsync(or, ct),
        Query.Comparison { Value: { } value } comparison => Of(comparison, value),
        _ => null,
    };

    async Task<UserIds?> FewestAsync(Query.And and, CancellationToken ct)
    {
        List<UserIds> found = [];
        foreach (var term in and.Terms)
            if (await OfAsync(term, ct) is { } ids)
                found.Add(ids);
        if (found.Count < 2)
            return found.FirstOrDefault();

        List<(UserIds Ids, long Count)> counted = [];
        foreach (var ids in found)
            counted.Add((ids, await records.CountAsync(ids, Many, ct)));
        var fewest = counted.MinBy(each => each.Count);
        return fewest.Count < Many ? fewest.Ids : Both(found);
    }

    /// <summary>Many have each of them, perhaps few have all: those who have the first are looked up in the others.</summary>
    static UserIds Both(List<UserIds> found) => new(
        $"select one.id from ({found[0].Sql}) as one where "
            + string.Join(" and ", found.Skip(1).Select(ids => $"one.id in ({ids.Sql})")),
        [.. found.SelectMany(ids => ids.Parameters)]);

    async Task<UserIds?> AnyAsync(Query.Or or, CancellationToken ct)
    {
        List<UserIds> found = [];
        foreach (var term in or.Terms)
            if (await OfAsync(term, ct) is { } ids)
                found.Add(ids);
            else
                return null;
        return new(string.Join(" union ", found.Select(ids => ids.Sql)), [.. found.SelectMany(ids => ids.Parameters)]);
    }

    UserIds? Of(Query.Comparison comparison, object value) => comparison.Attribute switch
    {
        "id" => comparison.How is QueryOperator.Eq && value is string id ? ById(id) : null,
        "status" => ByStatus(comparison, value),
        var instant when Instants.TryGetValue(instant, out var column) => ByInstant(comparison.How, column, value),
        _ => ByAttribute(comparison, value),
    };

    UserIds ById(string id)
    {
        var name = Name();
        return new($"select id from users where id = {name}", [(name, id)]);
    }

    static UserIds? ByStatus(Query.Comparison comparison, object value)
    {
        var meant = Enum.GetValues<UserState>().Where(state => state is not UserState.MfaRequired)
            .Where(state => QueryMatch.Holds(UserStatus.Of(state), comparison.How, value, StringComparison.OrdinalIgnoreCase)).ToList();
        return new(
            meant.Count == 0
                ? "select id from users where 1 = 0"
                : $"select id from users where status in ({string.Join(", ", meant.Select(state => $"'{state}'"))})",
            []);
    }

    UserIds? ByInstant(QueryOperator how, string column, object value)
    {
        if (value is not string text || QueryValues.Instant(text) is not { } instant || SignOf(how) is not { } sign)
            return null;

        var name = Name();
        return new(
            $"select id from users where {column} {sign} {name} and {column} > 0", [(name, instant.ToUnixTimeMilliseconds() / 1000.0)]);
    }

    UserIds? ByAttribute(Query.Comparison comparison, object value)
    {
        var (attribute, key) = (Name(), Name());
        var from = $"select user_id as id from user_attributes where name = {attribute} and value";
        var wanted = value switch
        {
            string text => UserIndex.Key(text),
            double number => UserIndex.Key(number),
            _ => value is true ? "true" : "false",
        };
        if (comparison.How is QueryOperator.Eq)
            return new($"{from} = {key}", [(attribute, comparison.Attribute), (key, wanted)]);
        if (comparison.How is QueryOperator.Sw && wanted.Length > 0)
        {
            var end = Name();
            return new(
                $"select distinct id from ({from} >= {key} and value < {end}) as begun",
                [(attribute, comparison.Attribute), (key, wanted), (end, wanted + "\U0010FFFF")]);
        }

        // Instants that are written differently are in no order as texts.
        var isInstant = value is string begin && QueryValues.Instant(begin) is not null;
        return SignOf(comparison.How) is { } sign && value is not bool && !isInstant
            ? new($"select distinct id from ({from} {sign} {key}) as ordered", [(attribute, comparison.Attribute), (key, wanted)])
            : null;
    }

    static string? SignOf(QueryOperator how) => how switch
    {
        QueryOperator.Eq => "=",
        QueryOperator.Gt => ">",
        QueryOperator.Ge => ">=",
        QueryOperator.Lt => "<",
        QueryOperator.Le => "<=",
        _ => null,
    };

    string Name() => string.Create(CultureInfo.InvariantCulture, $"@q{_names++}");
}
