using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Surfaces;

/// <summary>Which web pages may read what a surface answers (CORS).</summary>
interface IPageAccess
{
    /// <summary>Whether it depends on what the org knows, which must be caught up with first.</summary>
    bool AsksTheOrg { get; }

    /// <summary>Before anything can be refused: where pages may call, they may read why not.</summary>
    ValueTask AllowAsync(HttpContext context, string methods);

    void AnswerPreflight(HttpContext context);
}
