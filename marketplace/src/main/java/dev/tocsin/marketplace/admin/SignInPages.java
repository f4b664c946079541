package dev.tocsin.marketplace.admin;

import dev.tocsin.marketplace.web.Frame;
import dev.tocsin.marketplace.web.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Takes the admin token from a person and gives the browser a cookie for it.
@Controller
class SignInPages {
  private final AdminKeys keys;
  private final Pages pages;

  SignInPages(AdminKeys keys, Pages pages) {
    this.keys = keys;
    this.pages = pages;
  }

  @GetMapping(AdminGuard.SIGN_IN)
  ResponseEntity<String> show() {
    return page(HttpStatus.OK, "");
  }

  @PostMapping(AdminGuard.SIGN_IN)
  ResponseEntity<String> signIn(
      @RequestParam String token, HttpServletRequest request, HttpServletResponse response) {
    if (!keys.isToken(token)) {
      return page(HttpStatus.UNAUTHORIZED, "This is not the admin token.");
    }
    var cookie =
        ResponseCookie.from(AdminGuard.COOKIE, keys.cookie())
            .httpOnly(true)
            .secure(request.isSecure())
            .sameSite("Strict")
            .path("/admin")
            .build();
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    return Pages.seeOther("/admin/switches");
  }

  private ResponseEntity<String> page(HttpStatus status, String note) {
    return pages.show(status, "sign-in", Frame.anonymous("Operator sign-in"), note);
  }
}
