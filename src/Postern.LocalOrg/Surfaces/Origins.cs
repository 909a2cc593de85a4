using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Surfaces;

/// <summary>Where a request comes from, as what it does is told.</summary>
static class Origins
{
    extension(HttpContext context)
    {
        public Origin Origin => new()
        {
            RequestId = OktaHeaders.RequestIdOf(context),
            Address = Forwarding.CallerOf(context) is { } caller
                ? (caller.IsIPv4MappedToIPv6 ? caller.MapToIPv4() : caller).ToString()
                : null,
            Path = context.Request.Path.ToUriComponent(), UserAgent = context.Request.Headers.UserAgent.ToString(),
        };
    }
}
