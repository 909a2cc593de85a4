using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Postern.LocalOrg.Directory;

/// <summary>How the directory's documents are stored.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(OrgSettings))]
[JsonSerializable(typeof(SessionPolicy))]
[JsonSerializable(typeof(PasswordPolicy))]
[JsonSerializable(typeof(EnrollmentPolicy))]
[JsonSerializable(typeof(OrgPolicy))]
[JsonSerializable(typeof(Authenticator))]
[JsonSerializable(typeof(TrustedOrigin))]
[JsonSerializable(typeof(ApiToken))]
[JsonSerializable(typeof(RoleAssignment))]
[JsonSerializable(typeof(InlineHook))]
[JsonSerializable(typeof(Behavior))]
[JsonSerializable(typeof(IdentityProvider))]
[JsonSerializable(typeof(LinkedObject))]
[JsonSerializable(typeof(LinkedValue))]
[JsonSerializable(typeof(EventHook))]
[JsonSerializable(typeof(HookKey))]
[JsonSerializable(typeof(Brand))]
[JsonSerializable(typeof(Domain))]
[JsonSerializable(typeof(Yubikey))]
[JsonSerializable(typeof(AppLogo))]
[JsonSerializable(typeof(NetworkZone))]
[JsonSerializable(typeof(Group))]
[JsonSerializable(typeof(App))]
[JsonSerializable(typeof(CustomAuthorizationServer))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(UserType))]
[JsonSerializable(typeof(GroupRule))]
[JsonSerializable(typeof(JsonObject))]
sealed partial class DirectoryJson : JsonSerializerContext;
