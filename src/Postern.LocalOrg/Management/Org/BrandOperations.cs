using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Org;

/// <summary>The one brand and the one domain that every org has: management.md 19 and 21. They are read, and not changed.</summary>
sealed class BrandOperations(OrgDirectory directory) : IOperations
{
    const string Default = "default";

    public IEnumerable<Operation> All =>
    [
        Operation.Read("/api/v1/brands", "okta.brands.read", call => Task.FromResult(Answer.List([Brand(call)]))),
        Operation.Read("/api/v1/brands/{brandId}", "okta.brands.read", FindBrand),
        Operation.Read(
            "/api/v1/domains", "okta.domains.read",
            call => Task.FromResult(Answer.Ok(new JsonObject { ["domains"] = new JsonArray(Domain(call)) }))),
        Operation.Read("/api/v1/domains/{domainId}", "okta.domains.read", FindDomain),
    ];

    string BrandId => OktaIds.Of("bnd", directory.Org.Id);

    Task<Answer> FindBrand(ManagementCall call) => Task.FromResult(
        call["brandId"] == BrandId ? Answer.Ok(Brand(call)) : throw OktaError.NotFound(call["brandId"], "Brand"));

    /// <summary>UNCONFIRMED: the type's name in the error.</summary>
    Task<Answer> FindDomain(ManagementCall call) => Task.FromResult(
        call["domainId"] is Default ? Answer.Ok(Domain(call)) : throw OktaError.NotFound(call["domainId"], "Domain"));

    JsonObject Brand(ManagementCall call)
    {
        var self = call.Url($"/brands/{BrandId}");
        return new()
        {
            ["id"] = BrandId, ["name"] = directory.Org.Name, ["removePoweredByOkta"] = false, ["customPrivacyPolicyUrl"] = null,
            ["agreeToCustomPrivacyPolicy"] = false, ["isDefault"] = true,
            ["defaultApp"] = new JsonObject { ["appInstanceId"] = null, ["appLinkName"] = null, ["classicApplicationUri"] = null },
            ["_links"] = new JsonObject { ["themes"] = Wire.Link(self + "/themes", "GET"), ["self"] = Wire.Link(self, "GET") },
        };
    }

    JsonObject Domain(ManagementCall call) => new()
    {
        ["id"] = Default, ["domain"] = new Uri(call.Org).Authority, ["certificateSourceType"] = "OKTA_MANAGED",
        ["validationStatus"] = "COMPLETED", ["brandId"] = BrandId,
        ["_links"] = new JsonObject
        {
            ["self"] = Wire.Link(call.Url("/domains/" + Default), "GET"), ["brand"] = Wire.Link(call.Url($"/brands/{BrandId}"), "GET"),
        },
    };
}
