using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Postern.LocalOrg.Hooks;

/// <summary>Bodies that hooks are sent, written member by member.</summary>
[JsonSerializable(typeof(JsonObject))]
sealed partial class HookJson : JsonSerializerContext;
