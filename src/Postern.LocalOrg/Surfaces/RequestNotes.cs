using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;

namespace Postern.LocalOrg.Surfaces;

/// <summary>Notes what is found out of a request, for those who watch; where nobody does, it goes nowhere.</summary>
static class RequestNotes
{
    extension(HttpContext context)
    {
        /// <summary>An app that there is: what a caller made up is nobody's id, and may be a secret.</summary>
        public void NoteClient(string id) => context.Features.Get<SeenRequest>()?.ClientId = id;

        /// <summary>A user that there is; the empty id is nobody's.</summary>
        public void NoteUser(string? id)
        {
            if (id is { Length: > 0 } && context.Features.Get<SeenRequest>() is { } request)
                request.UserId = id;
        }

        /// <summary>One whom the request has looked up, so that nobody who watches has to.</summary>
        public void NoteUser(User? user)
        {
            if (user is null || context.Features.Get<SeenRequest>() is not { } request)
                return;

            (request.UserId, request.Login) = (user.Id, (user.Id, user.Login));
        }

        /// <summary>The code that the answer has.</summary>
        public void NoteError(string code) => context.Features.Get<SeenRequest>()?.Error = code;

        /// <summary>A secret that a page shows, by the name that its form sends it back by; told as a fingerprint.</summary>
        public void NoteShown(string name, string secret)
        {
            if (context.Features.Get<SeenRequest>() is { } request)
                (request.Shown ??= [])[name] = secret;
        }

        /// <summary>The ids of the scripts that strike it.</summary>
        public void NoteFaults(IReadOnlyList<string> ids) => context.Features.Get<SeenRequest>()?.Faults = ids;

        /// <summary>What the answer will have, whatever it has until it leaves.</summary>
        public void NoteStatus(int status) => context.Features.Get<SeenRequest>()?.Status = status;

        /// <summary>Words of ours, in which nothing stands that a caller sent.</summary>
        public void NoteReason(string reason) => context.Features.Get<SeenRequest>()?.Reason = reason;

        public void NoteReason(SignInRefusal refusal) => context.NoteReason(NameOf(refusal));

        public void NoteTrouble(Trouble trouble)
        {
            if (context.Features.Get<SeenRequest>() is not { } request)
                return;

            request.Trouble = trouble;
            if (trouble is not Trouble.Refused { Refusal: var refusal })
                return;

            context.NoteUser(refusal.UserId);
            if (refusal is SignInRefusal why)
                request.Reason = NameOf(why);
        }
    }

    static string NameOf(SignInRefusal refusal) => JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.GetType().Name);
}
