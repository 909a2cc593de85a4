using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Queries;

/// <summary>The <c>filter</c> of short lists, which compares by <c>eq</c> alone: management.md 3.2.</summary>
static class ListFilter
{
    /// <summary>Null where nothing is asked.</summary>
    /// <exception cref="OktaError">It cannot be asked.</exception>
    public static Query? Read(ManagementCall call, params IReadOnlyList<string> attributes)
    {
        if (call.Query("filter") is not { } text)
            return null;

        try
        {
            var query = Query.Parse(text);
            return !query.Negates && query.Asked().All(asked => attributes.Contains(asked.Attribute) && asked.How is QueryOperator.Eq)
                ? query
                : throw Invalid();
        }
        catch (QueryError)
        {
            throw Invalid();
        }
    }

    static OktaError Invalid() => new(StatusCodes.Status400BadRequest, OktaErrorCodes.InvalidFilter, "Invalid SCIM filter.");
}
