using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Queries;

/// <summary>What may be asked of a list, and how its parameters are read. Errors: management.md 2.2, 3.2.</summary>
/// <param name="attributes">That may be asked about; one that ends with <c>.*</c> stands for all below it.</param>
/// <param name="operators">That may be used. <c>pr</c> may be wherever a <c>search</c> is.</param>
sealed class QueryParameters(IReadOnlyList<string> attributes, params IReadOnlyList<QueryOperator> operators)
{
    public static readonly QueryOperator[] Equality = [QueryOperator.Eq], Order =
        [QueryOperator.Eq, QueryOperator.Gt, QueryOperator.Ge, QueryOperator.Lt, QueryOperator.Le];

    /// <summary>Null where nothing is asked.</summary>
    /// <exception cref="OktaError">It cannot be asked: <c>E0000053</c>.</exception>
    public Query? Filter(ManagementCall call) => Read(call.Query("filter"), InvalidFilter);

    /// <summary>Null where nothing is asked.</summary>
    /// <exception cref="OktaError">It cannot be asked: <c>E0000031</c>.</exception>
    public Query? Search(ManagementCall call) => Read(call.Query("search"), InvalidSearch);

    /// <exception cref="OktaError">Both are there.</exception>
    public static void CheckNotBoth(ManagementCall call, string one, string other)
    {
        if (call.Query(one) is not null && call.Query(other) is not null)
            throw new OktaError(
                StatusCodes.Status400BadRequest,
                OktaErrorCodes.SearchAndFilter,
                "Bad request. Can't specify a search query and filter in the same request.");
    }

    public static OktaError InvalidSearch() =>
        new(StatusCodes.Status400BadRequest, OktaErrorCodes.InvalidSearch, "Invalid search criteria.");

    static OktaError InvalidFilter() =>
        new(StatusCodes.Status400BadRequest, OktaErrorCodes.InvalidFilter, "Invalid SCIM filter.");

    Query? Read(string? text, Func<OktaError> invalid)
    {
        if (text is null)
            return null;

        try
        {
            var query = Query.Parse(text);
            var isAllowed = query.Asked().All(asked => IsKnown(asked.Attribute) && (asked.How is not { } how || operators.Contains(how)))
                && (!query.Negates || operators.Contains(QueryOperator.Ne));
            return isAllowed ? query : throw invalid();
        }
        catch (QueryError)
        {
            throw invalid();
        }
    }

    bool IsKnown(string attribute) => attributes.Any(known => known.EndsWith(".*", StringComparison.Ordinal)
        ? attribute.StartsWith(known[..^1], StringComparison.Ordinal) && attribute.Length >= known.Length
        : attribute == known);
}
